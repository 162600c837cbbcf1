package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** The order of a cursor's values: numbers as numbers, times as times whatever their zone, other texts letter by letter. */
final class CursorOrder implements Comparator<Scalar>, Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?");

    /** Beginnings of messages: where the cursor is declared. */
    private final String place;

    CursorOrder(String place) {
        this.place = place;
    }

    @Override
    public int compare(Scalar one, Scalar other) {
        if (one.equals(other)) {
            return 0;
        }
        if (one.isText() != other.isText()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": the cursor is a text in one record and a number in another, " + one.json() + " and "
                            + other.json() + ", which have no order; choose another field");
        }
        if (!one.isText()) {
            return number(one).compareTo(number(other));
        }
        String left = one.text();
        String right = other.text();
        if (left.length() == right.length() && left.endsWith("Z") && right.endsWith("Z")) {
            return left.compareTo(right);
        }
        if (isNumber(left) && isNumber(right)) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }
        Optional<Instant> leftTime = TimeFormat.read(left);
        Optional<Instant> rightTime = TimeFormat.read(right);
        return leftTime.isPresent() && rightTime.isPresent()
                ? leftTime.get().compareTo(rightTime.get())
                : left.compareTo(right);
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    /** In CSV every number is a text. */
    private static boolean isNumber(String text) {
        return isDigits(text) || NUMBER.matcher(text).matches();
    }

    private BigDecimal number(Scalar value) {
        try {
            return new BigDecimal(value.text());
        } catch (NumberFormatException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": the cursor is " + value.text()
                            + " in a record; choose a field with a time, a number or a" + " text",
                    e);
        }
    }

    /** A value so far behind another one. */
    Scalar back(Scalar value, Lookback lookback) {
        if (lookback.isNone()) {
            return value;
        }
        Optional<Duration> time = lookback.time();
        if (time.isEmpty() && (!value.isText() || isNumber(value.text()))) {
            return new Scalar(
                    number(value)
                            .subtract(BigDecimal.valueOf(lookback.number()))
                            .toPlainString(),
                    value.isText());
        }
        Optional<Instant> moment =
                value.isText() && time.isPresent() ? TimeFormat.read(value.text()) : Optional.empty();
        if (moment.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": 'lookback' is " + (time.isPresent() ? "a duration" : "a number") + ", but the cursor is "
                            + value.json() + "; write a duration for times, a number for numbers, or leave it out");
        }
        return Scalar.text(TimeFormat.write(moment.get().minus(time.orElseThrow()), formatOf(value.text())));
    }

    private static String formatOf(String text) {
        if (isDigits(text)) {
            return TimeFormat.isMillis(text) ? "epoch_ms" : "epoch";
        }
        return text.matches(".*\\.\\d.*") ? "iso_ms" : "iso";
    }
}
