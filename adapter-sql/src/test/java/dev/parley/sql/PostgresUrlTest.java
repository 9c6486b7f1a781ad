package dev.parley.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    private static SqlConfig.Postgres config(String host, int port, String password, String database) {
        return new SqlConfig.Postgres(host, port, "ann", password, database, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:word@db.example.org:5433/chat",
                "postgresql://ann:word@db.example.org:5433/chat",
                "jdbc:postgresql://ann:word@db.example.org:5433/chat",
                "jdbc:postgresql://db.example.org:5433/chat?user=ann&password=word",
            })
    void every_usual_form_is_read(String url) {
        assertThat(SqlConfig.Postgres.of(url)).isEqualTo(config("db.example.org", 5433, "word", "chat"));
    }

    @Test
    void what_is_escaped_and_what_is_left_out_is_known() {
        assertThat(SqlConfig.Postgres.of("postgres://ann:a%2Fb%40c+d%25@parley_db/my%20chat"))
                .isEqualTo(config("parley_db", 5432, "a/b@c+d%", "my chat"));
        assertThat(SqlConfig.Postgres.of("postgres://ann@[::1]/chat")).isEqualTo(config("[::1]", 5432, "", "chat"));
        assertThat(SqlConfig.Postgres.of("postgres://ann@db/chat?sslmode=verify-full&sslrootcert=/ca.pem")
                        .security())
                .isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem"));
    }

    @Test
    void it_never_prints_a_secret() {
        assertThat(SqlConfig.Postgres.of("postgres://ann:s3cret@db/chat")).hasToString("Postgres[chat at db:5432]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "jdbc:postgres://ann:s3cret@db/chat",
                "http://ann:s3cret@db/chat",
                "postgres://ann:s3cret@/chat",
                "postgres://ann:s3cret@db/",
                "postgres://ann:s3cret@one,two/chat",
                "postgres://ann:s3cret@db/chat#s3cret",
                "postgres://ann:s3/cret@db/chat",
                "postgres://ann:s3 cret@db/chat",
                "postgres://ann:s3cret@db:0/chat",
                "postgres://ann:s3cret@db/chat?sslmode=on&s3cret",
                "postgres://ann:s3cret%zz@db/chat",
                "postgres://:s3cret@db/chat",
            })
    void another_form_is_refused_without_being_repeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlConfig.Postgres.of(url))
                .withMessageStartingWith("must ")
                .withMessageNotContaining("s3")
                .withNoCause();
    }
}
