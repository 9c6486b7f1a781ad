package dev.parley.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    /** Clients branch on these names: one may be added, none may be changed or taken away. */
    private static final List<String> PUBLISHED = List.of(
            "bad_request",
            "malformed_json",
            "invalid_field",
            "invalid_username",
            "invalid_email",
            "invalid_password",
            "invalid_display_name",
            "invalid_language",
            "invalid_content",
            "content_too_long",
            "invalid_client_id",
            "invalid_page",
            "unknown_frame",
            "unauthenticated",
            "invalid_token",
            "token_expired",
            "session_revoked",
            "invalid_credentials",
            "invalid_refresh_token",
            "not_author",
            "origin_not_allowed",
            "wrong_user",
            "not_found",
            "room_not_found",
            "message_not_found",
            "username_taken",
            "email_taken",
            "client_id_reused",
            "message_deleted",
            "method_not_allowed",
            "payload_too_large",
            "headers_too_large",
            "rate_limited",
            "too_many_connections",
            "overloaded",
            "store_unavailable",
            "shutting_down",
            "internal");

    @Test
    void published_names_stay_for_ever() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName)).containsAll(PUBLISHED);
    }

    @ParameterizedTest
    @EnumSource
    void every_code_has_one_sentence_for_people(ErrorCode code) {
        assertThat(code.sentence()).matches("[A-Z].{8,}\\.");
        assertThat(code.wireName()).matches("[a-z]+(_[a-z]+)*");
    }

    @ParameterizedTest
    @EnumSource
    void what_may_succeed_later_is_what_was_too_much_or_away(ErrorCode code) {
        assertThat(code.retryable())
                .isEqualTo(code.kind() == ErrorCode.Kind.TOO_MANY
                        || code.kind() == ErrorCode.Kind.UNAVAILABLE
                        || code.kind() == ErrorCode.Kind.FULL);
    }
}
