package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.server.SecuredFtp.Start;
import dev.lakesmith.connectors.files.server.Server.Protocol;
import dev.lakesmith.connectors.tls.Tls;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Values;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/** Connects over FTP and logs in. */
final class FtpLogin {

    private FtpLogin() {}

    /** Fails with a {@link SourceFailure}. */
    static RemoteFolder connect(Login login) {
        FTPClient ftp = client(login);
        boolean done = false;
        try {
            RemoteFolder folder = opened(ftp, login);
            done = true;
            return folder;
        } catch (UnknownHostException e) {
            throw SourceFailure.fatal(Extent.SOURCE, login.prefix() + "there is no such host; check 'url'", e);
        } catch (SSLException e) {
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + "no secure connection: " + e.getMessage() + "; check the port of 'url', "
                            + (login.server().protocol() == Protocol.FTPS
                                    ? "whether the server wants ftpes:// (secured once the connection stands, mostly on"
                                            + " port 21), "
                                    : "")
                            + "and 'tls' for who is trusted",
                    e);
        } catch (ConnectException e) {
            throw SourceFailure.retryable(
                    Extent.SOURCE,
                    login.prefix() + "cannot connect: " + e.getMessage()
                            + "; check host and port of 'url', and whether the server is up",
                    e);
        } catch (SocketTimeoutException e) {
            throw SourceFailure.retryable(
                    Extent.SOURCE,
                    login.prefix() + "no answer within connect_timeout and timeout: " + e.getMessage()
                            + "; check host and port of 'url'",
                    e);
        } catch (IOException e) {
            throw SourceFailure.retryable(
                    Extent.SOURCE,
                    login.prefix() + "cannot connect: " + e.getMessage()
                            + "; check 'url', and whether an FTP server answers there",
                    e);
        } finally {
            if (!done) {
                disconnect(ftp);
            }
        }
    }

    private static FTPClient client(Login login) {
        FTPClient ftp =
                switch (login.server().protocol()) {
                    case FTPS ->
                        new SecuredFtp(
                                Start.IMPLICIT, tls(login), login.server().host());
                    case FTPES ->
                        new SecuredFtp(
                                Start.EXPLICIT, tls(login), login.server().host());
                    case FTP, SFTP, HTTP, HTTPS -> new FTPClient();
                };
        ftp.setControlEncoding(StandardCharsets.UTF_8.name());
        ftp.setConnectTimeout((int) login.connectTimeout().toMillis());
        ftp.setDefaultTimeout((int) login.timeout().toMillis());
        ftp.setDataTimeout(login.timeout());
        // Firewalls forget connections on which nothing is said for the time of a long transfer.
        ftp.setControlKeepAliveTimeout(login.timeout());
        return ftp;
    }

    private static SSLContext tls(Login login) {
        Optional<Values> tls = login.options().find("tls", Values.class);
        if (tls.isPresent()) {
            return Tls.context(tls.get(), login.project());
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static RemoteFolder opened(FTPClient ftp, Login login) throws IOException {
        ftp.connect(login.server().host(), login.server().port());
        ftp.setSoTimeout((int) login.timeout().toMillis());
        if (!FTPReply.isPositiveCompletion(ftp.getReplyCode())) {
            throw new IOException("the server answered " + said(ftp));
        }
        String password = login.options().find("password", String.class).orElse("");
        if (!ftp.login(login.user(), password)) {
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    login.prefix() + "the server refuses the user '" + login.user() + "': " + said(ftp)
                            + "; check 'user' and 'password'"
                            + (login.server().protocol() == Protocol.FTP
                                    ? ", and whether the server wants a secured connection, ftpes://"
                                    : ""),
                    null);
        }
        if (ftp instanceof SecuredFtp secured) {
            secured.protectData();
        }
        ftp.enterLocalPassiveMode();
        ftp.setFileType(FTP.BINARY_FILE_TYPE);
        ftp.setListHiddenFiles(false);
        String how = login.server().protocol() == Protocol.FTP ? "FTP, not secured" : "FTP over TLS";
        return FtpFolder.of(ftp, how + ", as " + login.user());
    }

    private static String said(FTPClient ftp) {
        return String.valueOf(ftp.getReplyString())
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
    }

    private static void disconnect(FTPClient ftp) {
        try {
            ftp.disconnect();
        } catch (IOException e) {
            // It was never whole.
            return;
        }
    }
}
