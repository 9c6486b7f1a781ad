package dev.parley.domain.account;

/** What a one-time code is good for, and for nothing else. */
public enum CodePurpose {
    LOGIN,
    PASSWORD_RESET
}
