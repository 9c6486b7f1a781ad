package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.contract.Unplugged;
import dev.parley.http.socket.ClientFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everybody is answered what the table says, whatever it asks for, and the table leaves nothing out. */
class AuthorizationTableTest extends OnSqlite {
    private Stage.@Nullable Cast cast;

    AuthorizationTableTest() {
        super(Map.of("PARLEY_ADMINS", "the-admin", "PARLEY_CONNECTIONS_PER_USER", "1000", "EMAIL_TRANSPORT", "log"));
    }

    static Stream<Authorization> lines() {
        return Authorization.table().stream();
    }

    private Stage.Cast cast() {
        Stage.Cast known = cast;
        if (known == null) {
            known = new Stage.Cast(
                    api(),
                    person("the-stranger"),
                    person("the-member"),
                    person("the-moderator"),
                    person("the-owner"),
                    person("the-admin"),
                    person("the-target"),
                    person("the-newcomer"));
            cast = known;
        }
        return known;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everybody_is_answered_what_the_table_says(Authorization line) {
        List<String> answers = Arrays.stream(Actor.values())
                .map(actor -> new Stage(cast(), actor).play(line))
                .toList();
        assertThat(line.with(answers)).isEqualTo(line.with(line.answers()));
    }

    @Test
    void no_route_is_missing_and_none_is_invented() {
        assertThat(lines().filter(Authorization::isRequest).map(Authorization::route))
                .hasSameElementsAs(Unplugged.adapter().routes());
    }

    @Test
    void no_frame_is_missing_and_none_is_invented() {
        assertThat(lines().filter(Authorization::isFrame).map(Authorization::target))
                .hasSameElementsAs(Stream.of(ClientFrame.values())
                        .map(ClientFrame::wireName)
                        .toList());
    }

    @Test
    void something_is_said_on_each_socket_early_and_late() {
        List<String> sockets = Unplugged.adapter().routes().stream()
                .filter(route -> route.matches("GET (/api/v1)?/ws(/.*)?"))
                .toList();
        assertThat(sockets).contains("GET " + TestSocket.PATH).hasSizeGreaterThan(1);
        assertThat(lines().filter(Authorization::isLate).map(Authorization::route))
                .hasSameElementsAs(sockets);
        assertThat(lines().filter(line -> line.isTalk() && !line.isLate()).map(Authorization::route))
                .hasSameElementsAs(sockets.stream()
                        .filter(socket -> !socket.endsWith(TestSocket.PATH))
                        .toList());
    }

    @Test
    void each_line_has_a_cell_for_each_actor() {
        assertThat(lines()).allSatisfy(line -> assertThat(line.answers()).hasSize(Actor.values().length));
    }
}
