package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvLayoutsTest {

    private static final Format.Csv NO_HEADER =
            new Format.Csv(Optional.empty(), Optional.of('"'), Optional.of('"'), false, Optional.empty(), List.of(""));

    @TempDir
    Path folder;

    private CsvLayout layout(String csv, Format.Csv format) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "layout-", ".csv"), csv);
        return CsvLayouts.read(
                PlainTextReader.open(file, Optional.empty(), folder).get(0), format);
    }

    private CsvLayout layout(String csv) throws IOException {
        return layout(csv, Format.Csv.standard());
    }

    @Test
    void theMostFrequentDelimiterOutsideQuotesIsChosen() throws Exception {
        assertThat(layout("a;b;c\n1,5;2;3\n").delimiter()).isEqualTo(';');
        assertThat(layout("a\tb\n").delimiter()).isEqualTo('\t');
        assertThat(layout("a|b|c,d\n").delimiter()).isEqualTo('|');
        assertThat(layout("\"a;b;c;\",d\n").delimiter()).isEqualTo(',');
        assertThat(layout("a;b,c\n").delimiter()).isEqualTo(',');
        assertThat(layout("alone\n").delimiter()).isEqualTo(',');
        assertThat(layout("\"open;a;b\n1;2;3\n").delimiter()).isEqualTo(';');
    }

    @Test
    void namesAreTrimmedFilledInAndMadeUnique() throws Exception {
        CsvLayout layout = layout(" a ,,A,a,\"b\"\"x\",_source_file,_Batch_Id,a_2\n");
        assertThat(layout.columns())
                .containsExactly("a", "column_2", "A_3", "a_4", "b\"x", "_source_file_2", "_Batch_Id_2", "a_2");
        assertThat(layout.notes())
                .containsExactly(
                        "column 2 has no name and is called column_2",
                        "column 3 'A' has a name that is taken and is called A_3",
                        "column 4 'a' has a name that is taken and is called a_4",
                        "column 6 '_source_file' has a name that is taken and is called _source_file_2",
                        "column 7 '_Batch_Id' has a name that is taken and is called _Batch_Id_2");
    }

    @Test
    void withoutHeaderTheFirstRecordGivesTheWidth() throws Exception {
        CsvLayout layout = layout("1,2,3\n", NO_HEADER);
        assertThat(layout.columns()).containsExactly("column_1", "column_2", "column_3");
        assertThat(layout.headerLines()).isZero();
    }

    @Test
    void anEmptyTextHasNoColumns() throws Exception {
        assertThat(layout("").columns()).isEmpty();
        assertThat(layout("\n\n").columns()).isEmpty();
        assertThat(layout("a,b").columns()).containsExactly("a", "b");
        assertThat(layout("a,b").newline()).isEmpty();
    }

    @Test
    void aHeaderMaySpanLinesAndBeginWithAByteOrderMark() throws Exception {
        CsvLayout layout = layout("\ufeff\"a\r\nb\",c\r\n1,2\r\n");
        assertThat(layout.columns()).containsExactly("a\r\nb", "c");
        assertThat(layout.headerLines()).isEqualTo(2);
        assertThat(layout.bomBytes()).isEqualTo(3);
        assertThat(layout.newline()).isEqualTo("\r\n");
    }

    @Test
    void impossibleCharactersAreRefused() {
        for (Format.Csv format : List.of(
                Scanned.format('\n', Optional.of('"'), Optional.of('"')),
                Scanned.format('"', Optional.of('"'), Optional.of('"')),
                Scanned.format(',', Optional.of('«'), Optional.of('"')),
                Scanned.format(',', Optional.of('"'), Optional.of('\r')))) {
            assertThatThrownBy(() -> layout("a,b\n", format)).isInstanceOf(LakesmithException.class);
        }
    }
}
