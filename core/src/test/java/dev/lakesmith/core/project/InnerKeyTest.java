package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class InnerKeyTest {

    private static final ObjectSpec CHECK = ObjectSpec.of(
            "column check",
            Field.object(
                    "matches",
                    ObjectSpec.of(
                            "matches check",
                            Field.text("pattern").required(),
                            Field.word("severity", "warn", "fail"))));

    @Test
    void showsHowAKeyIsWrittenInsideTheMappingItStandsBeside() {
        assertThat(InnerKey.hint("severity", CHECK, Set.of("matches", "severity")))
                .contains("; 'severity' stands inside 'matches': matches: { pattern: …, severity: … }");
    }

    @Test
    void staysSilentWhereNothingBesideItHoldsTheKey() {
        assertThat(InnerKey.hint("severity", CHECK, Set.of("severity"))).isEmpty();
        assertThat(InnerKey.hint("owner", CHECK, Set.of("matches", "owner"))).isEmpty();
    }
}
