package dev.parley.bootstrap.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no class of the house does, whoever wrote it. */
class HouseRulesTest {
    private static final JavaClasses CLASSES = HouseClasses.ALL;

    /** Words of a name that say nothing about the thing. */
    private static final Set<String> EMPTY_WORDS =
            Set.of("Impl", "Abstract", "Base", "Manager", "Helper", "Util", "Utils", "Common", "Info");

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern EMPTY_PACKAGE =
            Pattern.compile("(^|.*\\.)(util|utils|common|helper|helpers|impl|dto|exceptions?|misc)(\\..*|$)");

    /** Clocks and randomness, which are constructor arguments everywhere but where the server is put together. */
    private static final Map<Class<?>, Set<String>> AMBIENT = Map.of(
            Instant.class, Set.of("now"),
            Clock.class, Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"),
            InstantSource.class, Set.of("system"),
            System.class, Set.of("currentTimeMillis"),
            UUID.class, Set.of("randomUUID"),
            SecureRandom.class, Set.of("<init>", "getInstanceStrong"),
            Random.class, Set.of("<init>"),
            Math.class, Set.of("random"));

    /** What an adapter may use besides: to measure how long its own calls take, and to spread its own retries. */
    private static final Map<Class<?>, Set<String>> MEASURING =
            Map.of(System.class, Set.of("nanoTime"), ThreadLocalRandom.class, Set.of("current"));

    @Test
    void clocks_and_randomness_are_made_in_bootstrap_alone() {
        assertThat(CLASSES.stream()
                        .filter(type -> !Module.BOOTSTRAP.holds(type))
                        .flatMap(type -> uses(type, AMBIENT)))
                .isEmpty();
    }

    @Test
    void the_domain_and_the_application_do_not_even_measure_time() {
        assertThat(CLASSES.stream()
                        .filter(type -> Module.DOMAIN.holds(type) || Module.APPLICATION.holds(type))
                        .flatMap(type -> uses(type, MEASURING)))
                .isEmpty();
    }

    @Test
    void a_hidden_clock_is_seen_called_or_referred_to() {
        JavaClass hider = new ClassFileImporter().importClass(HidesClocks.class);

        assertThat(uses(hider, AMBIENT)).hasSize(3);
        assertThat(uses(hider, MEASURING)).hasSize(1);
    }

    /** What the rules above must find. */
    static final class HidesClocks {
        final LongSupplier wall = System::currentTimeMillis;
        final LongSupplier monotonic = System::nanoTime;
        final Supplier<Random> random = SecureRandom::new;

        Instant now() {
            return Instant.now();
        }
    }

    @Test
    void no_name_has_an_empty_word() {
        assertThat(CLASSES.stream().map(JavaClass::getSimpleName).filter(HouseRulesTest::saysNothing))
                .isEmpty();
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .distinct()
                        .filter(name -> EMPTY_PACKAGE.matcher(name).matches()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MessageLogImpl", "AbstractLog", "BaseLog", "LogManager", "LogUtils", "UserInfo", "UserData"})
    void names_that_say_nothing(String name) {
        assertThat(saysNothing(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Database", "DataDirectory", "Implied", "Informed", "Baseline", "Utility"})
    void names_that_say_something(String name) {
        assertThat(saysNothing(name)).isFalse();
    }

    @Test
    void every_package_says_what_may_be_null() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName))
                .isEmpty();
    }

    @Test
    void nothing_static_changes() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(HouseRulesTest::canChange)
                        .map(JavaField::getFullName))
                .isEmpty();
    }

    private static Stream<String> uses(JavaClass type, Map<Class<?>, Set<String>> forbidden) {
        return type.getAccessesFromSelf().stream()
                .filter(access -> forbidden.entrySet().stream()
                        .anyMatch(entry -> access.getTargetOwner().isEquivalentTo(entry.getKey())
                                && entry.getValue().contains(access.getTarget().getName())))
                .map(JavaAccess::getDescription);
    }

    private static boolean saysNothing(String name) {
        List<String> words = List.of(WORDS.split(name, -1));
        return words.stream().anyMatch(EMPTY_WORDS::contains)
                || words.get(words.size() - 1).equals("Data");
    }

    /** Not final, or of a type that can be changed: a public array, a collection or holder that is no interface. */
    private static boolean canChange(JavaField field) {
        JavaClass type = field.getRawType();
        boolean mutable = (type.isArray() && field.getModifiers().contains(JavaModifier.PUBLIC))
                || type.getPackageName().startsWith("java.util.concurrent")
                || (!type.isInterface() && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)))
                || type.isEquivalentTo(StringBuilder.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(Random.class);
        return mutable || !field.getModifiers().contains(JavaModifier.FINAL);
    }
}
