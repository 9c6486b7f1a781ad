package dev.parley.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.account.Email;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class UserDocumentTest {
    private static BsonDocument with(String address) {
        return BsonDocument.parse("{_id: {$numberLong: '7'}, username: 'ann', displayName: 'Ann', emailVerified: true,"
                + " email: '" + address + "', language: 'nan-x-zh-min', createdAt: {$date: '2026-01-01T00:00:00Z'}}");
    }

    @Test
    void a_user_whose_address_and_language_are_none_any_more_is_a_user_without_them() {
        assertThat(UserDocument.user(with("a.b@example.org"))).satisfies(user -> {
            assertThat(user.email()).isEqualTo(new Email("a.b@example.org"));
            assertThat(user.emailVerified()).isTrue();
        });
        assertThat(UserDocument.user(with("a..b@example.org"))).satisfies(user -> {
            assertThat(user.email()).isNull();
            assertThat(user.emailVerified()).isFalse();
            assertThat(user.language()).isNull();
        });
    }
}
