package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.regex.Pattern;

/** Tells whether a URL that a project would keep holds what nobody may read. */
final class SecretInUrl {

    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("(?i)[?&;][^=&;]*(passw|pwd|secret|token|api[-_.]?key|access[-_.]?key|credential|signature)"
                    + "[^=&;]*="),
            Pattern.compile("(?i)[?&;](key|sig|auth)="),
            Pattern.compile("(?i)^https?://[^/?#]*@"),
            // A password may hold a slash; a port may not be taken for one.
            Pattern.compile("(?i)^https?://[^/@]*:(?!\\d+([/?#]|$))[^@?]*@"),
            Pattern.compile("(?i)^jdbc:[^?;]*//[^/@]*:[^@?]*@"),
            Pattern.compile("(?i)^jdbc:oracle:\\w+:[^/@]+/[^@]+@"));

    private SecretInUrl() {}

    static void refuse(String url) {
        if (FORMS.stream().anyMatch(form -> form.matcher(url).find())) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the URL holds a password, a token or a key, which would be written into the project; take it out, put"
                            + " it into an environment variable and name that with --secret-env VARIABLE");
        }
    }
}
