package dev.lakesmith.bench;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 250MB}, in powers of ten. */
final class DataSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(MB|GB)");
    private static final Map<String, Long> UNITS = Map.of("MB", 1_000_000L, "GB", 1_000_000_000L);

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException("'" + text + "' is no size; write 250MB or 1GB");
        }
        return Long.parseLong(size.group(1)) * UNITS.getOrDefault(size.group(2), 0L);
    }
}
