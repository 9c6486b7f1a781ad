package dev.parley.bootstrap.e2e;

import dev.parley.bootstrap.contract.ContractWitness;
import org.jspecify.annotations.Nullable;

/** This class holds whatever the tests see to the contract. */
final class ContractBound implements Witness {
    private final ContractWitness contract = new ContractWitness();

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
}
