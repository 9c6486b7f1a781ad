package dev.parley.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoConfigTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost, localhost",
        "mongodb://a:1/parley?w=1, a:1",
        "'mongodb://a:1,b:2/?replicaSet=rs', 'a:1,b:2'",
        "mongodb+srv://ann:s3cret@cluster.example.org/db, cluster.example.org",
    })
    void it_prints_the_hosts(String uri, String hosts) {
        assertThat(MongoConfig.of(uri, "db")).hasToString("MongoConfig[hosts=" + hosts + ", database=db]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ann:s3cret@localhost",
                "mongodb://ann:s3cret@localhost:1,other:2/db?authSource=admin",
                "mongodb://ann:s3/cret@localhost/db",
                "mongodb://ann:s3?cret@localhost/db",
                "mongodb://ann:s3@cret@localhost/db",
                "mongodb://ann:s3@cret?@localhost/db",
                "mongodb://localhost/?proxyUsername=ann&proxyPassword=s3cret",
                "mongodb://localhost/?authMechanismProperties=AWS_SESSION_TOKEN:s3@cret",
            })
    void it_never_prints_a_secret(String uri) {
        assertThat(MongoConfig.of(uri, "db").toString()).doesNotContain("s3", "cret", "ann");
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost,",
        "mongodb://localhost/,",
        "mongodb://a:1/chat-app?w=1, chat-app",
        "'mongodb://a:1,b:2/?replicaSet=rs',",
        "mongodb+srv://ann:s3cret@cluster.example.org/db, db",
        "mongodb://ann:s3cret@localhost/admin,",
        "mongodb://ann:s3cret@localhost/admin?ssl=true,",
        "mongodb://localhost/administration, administration",
        "mongodb://localhost/a.b,",
    })
    void it_knows_which_database_an_address_names(String uri, @Nullable String database) {
        assertThat(MongoConfig.databaseOf(uri)).isEqualTo(Optional.ofNullable(database));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:27017", "mongodb://", "http://ann:s3cret@localhost"})
    void an_address_of_another_form_is_refused_without_being_repeated(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoConfig.of(uri, "db"))
                .withMessageContaining("mongodb://")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "a/b", "$a"})
    void a_name_that_no_database_can_have_is_refused(String database) {
        assertThatIllegalArgumentException().isThrownBy(() -> MongoConfig.of("mongodb://localhost", database));
    }

    @Test
    void time_outs_are_positive() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoConfig("mongodb://localhost", "db", Duration.ZERO, second, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoConfig("mongodb://localhost", "db", second, second.negated(), 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoConfig("mongodb://localhost", "db", second, second, 0));
    }
}
