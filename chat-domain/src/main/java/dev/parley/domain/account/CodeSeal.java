package dev.parley.domain.account;

/** Hashes one-time codes with a key of the server (HMAC, RFC 2104). Safe for concurrent use, no I/O. */
public interface CodeSeal {
    /** The same for the same three, whatever the address's case; another one if any of them differs. */
    CodeHash seal(CodePurpose purpose, Email address, String code);
}
