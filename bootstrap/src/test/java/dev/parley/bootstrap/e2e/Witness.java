package dev.parley.bootstrap.e2e;

import dev.parley.bootstrap.contract.ContractWitness;
import org.jspecify.annotations.Nullable;

/**
 * Is told of everything that the clients of the tests send in good faith and see in return; what displeases
 * it, it throws. Called by many threads.
 */
interface Witness {
    /** The one that all clients tell. It compares with the contract. */
    Witness PRESENT = of(new ContractWitness());

    /**
     * A request was answered.
     *
     * @param path with its query, as it was sent
     */
    void answer(String method, String path, int status, @Nullable String contentType, byte[] body);

    /** A frame is about to be sent that is meant to be right. */
    void sentFrame(String json);

    void receivedFrame(String json);

    /** The server has closed a socket; 1006 if it did so without a word. */
    void closed(int code);

    private static Witness of(ContractWitness contract) {
        return new Witness() {
            @Override
            public void answer(String method, String path, int status, @Nullable String contentType, byte[] body) {
                contract.answer(method, path, status, contentType, body);
            }

            @Override
            public void sentFrame(String json) {
                contract.sentFrame(json);
            }

            @Override
            public void receivedFrame(String json) {
                contract.receivedFrame(json);
            }

            @Override
            public void closed(int code) {
                contract.closed(code);
            }
        };
    }
}
