package dev.lakesmith.connectors.files.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {

    private static final Path BASE = Path.of("/projects/sh[o]p {1}").toAbsolutePath();

    private static boolean matches(String glob, String file) {
        return Glob.of(glob, BASE, "sources/crm.yml:3:5").matches(BASE.resolve(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop/*.csv|drop/a.csv|true",
                "drop/*.csv|drop/x/a.csv|false",
                "drop/**/*.csv|drop/a.csv|true",
                "drop/**/*.csv|drop/x/y/a.csv|true",
                "drop/**|drop/x/y/a.csv|true",
                "drop/a?.csv|drop/ab.csv|true",
                "drop/a?.csv|drop/a.csv|false",
                "drop/[a-c]*.csv|drop/box.csv|true",
                "drop/[!a-c]*.csv|drop/box.csv|false",
                "drop/{a,b{1,2}}.csv|drop/b2.csv|true",
                "drop/{a,b{1,2}}.csv|drop/b.csv|false",
                "{in/**,out}/x.csv|in/2026/01/x.csv|true",
                "drop\\*.csv|drop/a.csv|true",
                "drop/a.b+c$(1).csv|drop/a.b+c$(1).csv|true",
                "drop/a.csv|drop/axcsv|false",
                "./drop/../drop/*.csv|drop/a.csv|true",
                "*,x.csv|a,x.csv|true"
            })
    void matchesAsDocumented(String glob, String file, boolean expected) {
        assertThat(matches(glob, file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop/[a.csv", "drop/{a,b.csv", "drop/a}b*.csv"})
    void whatDoesNotCloseIsToldWithItsPlace(String glob) {
        assertThatThrownBy(() -> matches(glob, "drop/a.csv"))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_INVALID))
                .hasMessageStartingWith("sources/crm.yml:3:5: '" + glob + "' is not a glob");
    }

    @Test
    void onlyFoldersThatCanHoldAMatchAreEntered() {
        assertThat(Glob.of("drop/*.csv", BASE, "x").depth()).isEqualTo(1);
        assertThat(Glob.of("drop/*/*.csv", BASE, "x").depth()).isEqualTo(2);
        assertThat(Glob.of("drop/**/a.csv", BASE, "x").depth()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Glob.of("drop/*/*.csv", BASE, "x").folder()).isEqualTo(BASE.resolve("drop"));
        assertThat(Glob.of("/data/*.csv", BASE, "x").folder()).isEqualTo(Path.of("/data"));
    }
}
