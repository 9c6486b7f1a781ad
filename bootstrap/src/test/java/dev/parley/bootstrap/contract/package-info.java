/**
 * Holds the server to the two files that it promises itself by, and the files to the server.
 *
 * <p>{@code openapi.yaml} and {@code asyncapi.yaml} are written by hand and read by people, so nothing is made of them
 * and they are made of nothing. What stands in both, the code and the files, is compared here in both directions: routes,
 * frames, close codes, refusals. What only a running server shows, the shape of each answer and frame, is compared by the
 * {@code ContractWitness}, which the end-to-end tests tell everything that they see.
 */
@NullMarked
package dev.parley.bootstrap.contract;

import org.jspecify.annotations.NullMarked;
