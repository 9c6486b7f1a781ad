package dev.parley.bootstrap.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.parley.bootstrap.architecture.Module.Technology;
import dev.parley.domain.file.FileCarriers;
import dev.parley.domain.message.Head;
import dev.parley.domain.message.Seq;
import dev.parley.domain.room.Membership;
import dev.parley.domain.room.ReadMark;
import dev.parley.domain.room.RoomDirectory;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may know whom. */
class ModuleRulesTest {
    private static final JavaClasses CLASSES = HouseClasses.ALL;

    private static final String[] LANGUAGE = {"java..", "org.jspecify.."};

    @ParameterizedTest
    @EnumSource
    void every_module_holds_classes(Module module) {
        assertThat(CLASSES.stream().filter(module::holds)).hasSizeGreaterThan(1);
    }

    @Test
    void every_class_belongs_to_a_module() {
        assertThat(CLASSES.stream().filter(type -> Module.all().noneMatch(module -> module.holds(type))))
                .isEmpty();
    }

    @Test
    void the_domain_depends_on_nothing() {
        classes()
                .that()
                .resideInAPackage(Module.DOMAIN.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(LANGUAGE, Module.DOMAIN.packages()))
                .check(CLASSES);
    }

    @Test
    void the_application_depends_on_the_domain_and_the_log_alone() {
        classes()
                .that()
                .resideInAPackage(Module.APPLICATION.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(
                        LANGUAGE,
                        Module.DOMAIN.packages(),
                        Module.APPLICATION.packages(),
                        "org.slf4j",
                        "org.slf4j.spi"))
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("dev.parley.bootstrap.architecture.Module#ADAPTERS")
    void an_adapter_knows_the_domain_and_the_application_and_no_other_adapter(Module adapter) {
        noClasses()
                .that()
                .resideInAPackage(adapter.packages())
                .should()
                .dependOnClassesThat(inHouse()
                        .and(in(Module.DOMAIN, Module.APPLICATION, adapter).negate()))
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("dev.parley.bootstrap.architecture.Module#ADAPTERS")
    void an_adapter_is_entered_by_its_door(Module adapter) {
        noClasses()
                .that()
                .resideOutsideOfPackage(adapter.packages())
                .should()
                .dependOnClassesThat(in(adapter)
                        .and(DescribedPredicate.describe(
                                "are no door",
                                type -> !adapter.doors()
                                        .contains(outermost(type).getSimpleName()))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "MONGO", "SQL", "MAIL", "TRANSLATION", "SECURITY", "FILES", "BOOTSTRAP"})
    void nothing_is_public_in_the_root_package_but_the_doors(Module module) {
        Set<String> open = CLASSES.stream()
                .filter(type -> type.getPackageName().equals(module.root()) && type.isTopLevelClass())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(open).isEqualTo(module.doors());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "MONGO", "SQL", "TINODE", "MAIL", "TRANSLATION", "SECURITY", "FILES", "BOOTSTRAP"})
    void a_technology_appears_in_its_modules_only(Module owner) {
        for (Technology technology : owner.technologies()) {
            String[] owners = Module.all()
                    .filter(module -> module.technologies().contains(technology))
                    .map(Module::packages)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideOutsideOfPackages(owners)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(technology.packages())
                    .check(CLASSES);
            assertThat(CLASSES.stream()
                            .filter(owner::holds)
                            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                            .map(dependency -> dependency.getTargetClass().getPackageName()))
                    .as("%s is used by %s, or this rule guards nothing", technology.root(), owner)
                    .anyMatch(name -> (name + ".").startsWith(technology.root() + "."));
        }
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.parley.(**)")
                .should()
                .beFreeOfCycles()
                // How far members have read, and where they came in, is kept where they are, and is a place in a log.
                .ignoreDependency(RoomDirectory.class, Seq.class)
                .ignoreDependency(RoomDirectory.class, Head.class)
                .ignoreDependency(Membership.class, Head.class)
                .ignoreDependency(ReadMark.class, Seq.class)
                // Messages have files, and who carries one is a message, which has a place in a log.
                .ignoreDependency(FileCarriers.class, Seq.class)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> in(Module... modules) {
        Set<Module> chosen = Set.of(modules);
        return DescribedPredicate.describe(
                "are in " + chosen, type -> chosen.stream().anyMatch(module -> module.holds(type)));
    }

    private static DescribedPredicate<JavaClass> inHouse() {
        return in(Module.values());
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ModuleRulesTest::outermost).orElse(type);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
