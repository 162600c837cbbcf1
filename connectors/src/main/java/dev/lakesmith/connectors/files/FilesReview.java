package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.server.Server;
import dev.lakesmith.connectors.files.server.Server.Protocol;
import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.project.SourceReview;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the keys of a source of files must be to each other. */
final class FilesReview implements SourceReview {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)[?&](sig|signature|x-amz-signature|x-goog-signature|token|access_token|api_?key|key|password|secret)=");

    @Override
    public void review(Values source, Complaints complaints) {
        TlsKeys.review(source, complaints);
        Optional<Server> server = Server.of(source);
        boolean buckets = BucketReview.concerns(source);
        if (buckets) {
            new BucketReview(source, complaints).review();
        } else {
            BucketReview.refuse(source, complaints);
        }
        if (server.isEmpty() && !buckets) {
            FilesKeys.REMOTE.stream()
                    .filter(source.keys()::contains)
                    .forEach(key -> complaints.tell(
                            source.keyPlace(key), "'" + key + "' is for a server; write its 'url', or remove the key"));
        }
        server.ifPresent(known -> new OfServer(source, known, complaints).review());
        if (buckets) {
            return;
        }
        source.find("streams", Values.class).ifPresent(streams -> streams.keys()
                .forEach(name -> paths(streams.get(name, Values.class), server, complaints)));
    }

    private static void paths(Values stream, Optional<Server> server, Complaints complaints) {
        List<String> paths = stream.texts("path");
        List<Place> places = stream.elementPlaces("path");
        boolean web = server.filter(each -> each.protocol().isHttp()).isPresent();
        for (int i = 0; i < paths.size(); i++) {
            Place place = i < places.size() ? places.get(i) : stream.place("path");
            String path = paths.get(i);
            if (SCHEME.matcher(path).matches()) {
                complaints.tell(
                        place,
                        "'" + path.replaceFirst("//[^/]*@", "//").replaceFirst("\\?.*", "?…")
                                + "' is a URL; write the server in the source's 'url', and here the path there");
            } else if (web) {
                webPath(path, place, complaints);
            }
        }
        if (web && stream.keys().contains("exclude")) {
            complaints.tell(
                    stream.keyPlace("exclude"),
                    "a web server does not list its files, so that there is nothing to exclude; remove the key");
        }
    }

    private static void webPath(String path, Place place, Complaints complaints) {
        String plain = path.replaceFirst("\\?.*", "");
        if (plain.matches(".*[*\\[{].*")) {
            complaints.tell(
                    place,
                    "'" + plain + "' has wildcards, and a web server does not list its files; write each path:"
                            + " path: [orders-01.csv, orders-02.csv]");
        } else if (SECRET.matcher(path).find()) {
            complaints.tell(
                    place,
                    "the query of '" + plain + "?…' looks like a secret, and paths are stored with every row; write"
                            + " it in the source's 'parameters'");
        } else if (!isPath(path.replace(" ", "%20"))) {
            complaints.tell(place, "'" + plain + "' is no path of a URL; write special characters as %XX");
        }
    }

    private static boolean isPath(String path) {
        try {
            return new URI("http://host/" + path).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Keys of a server. */
    private record OfServer(Values source, Server server, Complaints complaints) {

        void review() {
            Protocol protocol = server.protocol();
            boolean sftp = protocol == Protocol.SFTP;
            only(sftp, "is for sftp://", "private_key", "passphrase", "host_key", "known_hosts");
            only(protocol.isHttp(), "is for https:// and http://", "headers", "parameters", "proxy");
            only(
                    !sftp && protocol != Protocol.FTP && protocol != Protocol.HTTP,
                    "is for ftpes://, ftps:// and https://",
                    "tls");
            if (sftp && !has("user")) {
                complaints.tell(source.place("url"), "sftp:// needs a 'user'");
            }
            if (sftp && !has("password") && !has("private_key")) {
                complaints.tell(source.place("url"), "sftp:// needs a 'password' or a 'private_key'");
            }
            if (has("passphrase") && !has("private_key")) {
                complaints.tell(source.keyPlace("passphrase"), "'passphrase' needs its 'private_key'");
            }
            if (has("host_key") && has("known_hosts")) {
                complaints.tell(
                        source.keyPlace("known_hosts"), "'host_key' and 'known_hosts' are both written; remove one");
            }
            if (has("password") && !has("user")) {
                complaints.tell(source.keyPlace("password"), "'password' needs its 'user'");
            }
            unencrypted(protocol);
        }

        private void unencrypted(Protocol protocol) {
            boolean login = has("password") || has("headers") || has("parameters");
            boolean open = protocol == Protocol.FTP || (protocol == Protocol.HTTP && login);
            if (open && !has("unencrypted")) {
                complaints.tell(
                        source.place("url"),
                        protocol.scheme() + ":// sends passwords and files so that everybody on the way can read them;"
                                + " write " + (protocol == Protocol.FTP ? "ftpes://" : "https://")
                                + ", or, if it must be so, unencrypted: allowed");
            }
            only(protocol == Protocol.FTP || protocol == Protocol.HTTP, "is for ftp:// and http://", "unencrypted");
        }

        private void only(boolean fits, String what, String... keys) {
            for (String key : keys) {
                if (!fits && has(key)) {
                    complaints.tell(
                            source.keyPlace(key),
                            "'" + key + "' " + what + ", and 'url' is "
                                    + server.protocol().scheme() + "://; remove the key, or correct 'url'");
                }
            }
        }

        private boolean has(String key) {
            return source.keys().contains(key);
        }
    }
}
