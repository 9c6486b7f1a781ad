package dev.parley.bootstrap.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that are shipped, read once: that takes longer than all rules together. */
final class HouseClasses {
    private static final String HOUSE = "dev.parley";
    /** Only tests see it, so what holds for the server does not hold for it. */
    private static final String TESTKIT = "dev/parley/testkit/";

    static final JavaClasses ALL = read();

    private HouseClasses() {}

    private static JavaClasses read() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains(TESTKIT))
                .importPackages(HOUSE);
    }
}
