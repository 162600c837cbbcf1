package dev.lakesmith.connectors.files.server;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * FTP over TLS whose data connections go on with the session of the first one: many servers demand that, so that nobody
 * else takes a transfer over.
 */
final class SecuredFtp extends FTPSClient {

    private final SSLContext context;
    private final String host;

    /**
     * @param implicit secured from the start
     * @param host whose name the certificate must have
     */
    SecuredFtp(Start implicit, SSLContext context, String host) {
        super(implicit == Start.IMPLICIT, context);
        this.context = context;
        this.host = host;
        setEndpointCheckingEnabled(true);
    }

    /** When the connection is secured. */
    enum Start {
        /** From its first byte. */
        IMPLICIT,
        /** When the client asks for it. */
        EXPLICIT
    }

    /** From now on data is secured, too. */
    void protectData() throws IOException {
        execPBSZ(0);
        execPROT("P");
        // Plain sockets from here on: they are wrapped below, under the name and port that the session is known by.
        setSocketFactory(null);
    }

    @Override
    protected @Nullable Socket _openDataConnection_(String command, String argument) throws IOException {
        @Nullable Socket plain = super._openDataConnection_(command, argument);
        if (plain == null) {
            return null;
        }
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, getRemotePort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setUseClientMode(true);
        secured.startHandshake();
        return secured;
    }
}
