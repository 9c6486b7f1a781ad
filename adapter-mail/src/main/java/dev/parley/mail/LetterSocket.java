package dev.parley.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carries one letter, and hears no more than any mail server has to say meanwhile: the mail library takes each line that
 * comes, however long it is, and each answer, however many lines it has. It is read by one thread at a time.
 */
final class LetterSocket extends Socket {
    /** Twenty times what a server with many certificates says. */
    static final int MAX_HEARD = 256 * 1024;

    private int left = MAX_HEARD;

    /**
     * Connects, and speaks TLS where it is there from the first byte. Returns what is to be spoken through.
     *
     * @param trusted null if those are that Java trusts
     */
    Socket open(MailConfig.Smtp config, @Nullable SSLSocketFactory trusted) throws IOException {
        int patience = (int) config.timeout().toMillis();
        // With the name that is configured, which is the one that the certificate must have, also after STARTTLS.
        InetAddress address = InetAddress.getByAddress(
                config.host(), InetAddress.getByName(config.host()).getAddress());
        connect(new InetSocketAddress(address, config.port()), patience);
        setSoTimeout(patience);
        if (config.security() != MailConfig.Security.TLS) {
            return this;
        }
        SSLSocketFactory factory = trusted == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : trusted;
        SSLSocket secured = (SSLSocket) factory.createSocket(this, config.host(), config.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // By default no name is looked at.
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Heard(super.getInputStream());
    }

    private final class Heard extends InputStream {
        private final InputStream answers;

        Heard(InputStream answers) {
            this.answers = answers;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("it says more than " + MAX_HEARD + " bytes");
            }
            int read = answers.read(into, offset, Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            answers.close();
        }
    }
}
