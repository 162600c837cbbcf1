package dev.lakesmith.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.objects.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoredObjectTest {

    @Test
    void keys_come_in_the_order_of_their_bytes() {
        List<String> keys = List.of(
                "", "a", "a/", "a/b", "a0", "z", "\u00e9", "\ud7ff", "\ue000", "\uffee", "😀", "😀a", "😁", "x😀",
                "x\uffee");
        for (String one : keys) {
            for (String other : keys) {
                boolean expected = Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))
                        > 0;
                assertThat(StoredObject.isBehind(one, other))
                        .as("%s behind %s", one, other)
                        .isEqualTo(expected);
            }
        }
    }
}
