package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.ErrorKind;
import java.util.Arrays;
import java.util.Comparator;

/** The reference page of error codes, made from {@link ErrorCode}. */
public final class ErrorCodesPage {

    private ErrorCodesPage() {}

    /** The page as Markdown. */
    public static String render() {
        StringBuilder page = new StringBuilder("""
                # Error codes

                <!-- Generated from the declarations in the code; do not edit. -->

                Every message ends with its code. The number is stable. A mistake in the project or the command ends a
                command with exit code 2, an interrupt with 130, everything else with 1.

                | code | name | meaning | who can mend it |
                |---|---|---|---|
                """);
        Arrays.stream(ErrorCode.values())
                .sorted(Comparator.comparing(ErrorCode::id))
                .forEach(code -> page.append("| ")
                        .append(code.id())
                        .append(" | `")
                        .append(code.name())
                        .append("` | ")
                        .append(code.meaning().replace("|", "\\|"))
                        .append(" | ")
                        .append(mender(code.kind()))
                        .append(" |\n"));
        return page.toString();
    }

    private static String mender(ErrorKind kind) {
        return switch (kind) {
            case USER -> "the project's author, or whoever typed the command";
            case EXTERNAL -> "whoever owns the data, the disk or the system named";
            case INTERNAL -> "the makers of Lakesmith";
        };
    }
}
