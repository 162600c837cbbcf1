package dev.lakesmith.testkit.shop;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a week of orders, one JSON document a line. Orders come in blocks of {@value #BLOCK}. */
final class Orders {
    static final int BLOCK = 400;
    static final int DAYS = 7;

    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final List<String> STATUSES =
            List.of("shipped", "shipped", "shipped", "paid", "paid", "shipped", "cancelled", "returned");
    private static final List<ZoneOffset> OFFSETS =
            List.of(ZoneOffset.ofHours(1), ZoneOffset.ofHours(1), ZoneOffset.ofHours(2), ZoneOffset.ofHours(-5));

    /** A currency and its rate to EUR, as {@code seeds/exchange_rates.csv} has it. */
    private record Currency(String code, BigDecimal rate) {}

    private static final Currency EURO = new Currency("EUR", BigDecimal.ONE);
    private static final List<Currency> CURRENCIES = List.of(
            EURO,
            EURO,
            EURO,
            EURO,
            new Currency("CHF", new BigDecimal("1.0650")),
            new Currency("USD", new BigDecimal("0.9200")));

    private record Item(int product, int quantity, int cents) {
        String json() {
            return "{\"sku\":\"" + sku(product) + "\",\"name\":\"" + PRODUCTS.get(product) + "\",\"qty\":" + quantity
                    + ",\"unit_price\":" + BigDecimal.valueOf(cents, 2) + "}";
        }
    }

    static final List<String> PRODUCTS = List.of(
            "Espresso cup",
            "Teapot 1,2 l",
            "Milk jug",
            "Café press",
            "Hand grinder",
            "Scale",
            "Filter papers",
            "Glass kettle",
            "Travel mug",
            "Tray",
            "Sugar bowl",
            "Thermometer",
            "Cleaning brush",
            "Storage tin",
            "Gooseneck kettle",
            "Roasting pan");

    private final Path folder;
    private final int scale;
    private final Tally tally;

    Orders(Path folder, int scale, Tally tally) {
        this.folder = folder;
        this.scale = scale;
        this.tally = tally;
    }

    static String sku(int product) {
        return "SKU-" + (100 + product);
    }

    void write() throws IOException {
        for (int day = 1; day <= DAYS; day++) {
            try (Lines lines = Lines.create(folder.resolve("orders-0" + day + ".json"))) {
                tally.orders.files++;
                for (int block = 0; block < scale; block++) {
                    for (int place = 0; place < BLOCK; place++) {
                        write(block, place, day, lines);
                    }
                }
            }
        }
    }

    private void write(int block, int place, int day, Lines lines) throws IOException {
        int orderedOn = place * DAYS / BLOCK + 1;
        boolean sentAgain = place % 20 == 5 && orderedOn < DAYS;
        if (orderedOn == day) {
            Order order = order(block, place, day);
            lines.line(order.json(sentAgain ? "pending" : order.status, order.orderedAt));
            tally.orders.bronzeRows++;
            tally.ordersReplaced += sentAgain ? 1 : 0;
            count(order);
            if (place % 100 == 50) {
                lines.line("{\"order_id\":\"" + order.id + "\",\"customer_id\":");
                tally.orders.quarantined++;
            }
        } else if (sentAgain && orderedOn + 1 == day) {
            Order order = order(block, place, orderedOn);
            LocalDateTime morning = LocalDate.of(2026, 1, day).atTime(6, 0);
            lines.line(order.json(order.status, WITH_OFFSET.format(morning.atOffset(ZoneOffset.UTC))));
            tally.orders.bronzeRows++;
        }
    }

    private Order order(int block, int place, int day) {
        int number = block * BLOCK + place + 1;
        Dice dice = Dice.of("order", number);
        // half of the orders come from a tenth of the customers
        int customers = Customer.BLOCK * scale;
        int customer = dice.percent(50) ? dice.between(1, customers / 10) * 10 : dice.between(1, customers);
        LocalTime time = LocalTime.of(dice.between(0, 23), dice.between(0, 59), dice.between(0, 59));
        OffsetDateTime at = LocalDate.of(2026, 1, day).atTime(time).atOffset(dice.one(OFFSETS));
        String status = dice.one(STATUSES);
        Currency currency = dice.one(CURRENCIES);
        List<Item> items = new ArrayList<>();
        int count = dice.between(1, 4);
        for (int item = 0; item < count; item++) {
            int product = dice.between(0, PRODUCTS.size() - 1);
            int cents = 495 + product * 430 + dice.between(0, 3) * 50;
            int quantity = dice.between(1, 4);
            items.add(new Item(product, place % 50 == 25 && item == 0 ? -1 : quantity, cents));
        }
        boolean unknown = place % 80 == 35;
        return new Order(
                String.format(Locale.ROOT, "SO-%07d", number),
                place,
                unknown ? 900_000 + number % 100_000 : customer,
                at,
                place % 200 == 150 ? "2026-01-32" + WITH_OFFSET.format(at).substring(10) : WITH_OFFSET.format(at),
                place % 200 == 120 ? "teleported" : status,
                currency,
                items,
                dice.one(Place.ALL),
                dice.one(List.of("standard", "standard", "express")),
                day);
    }

    private void count(Order order) {
        if (order.place % 200 == 150) {
            tally.impossibleTimes++;
            return;
        }
        if (order.place % 200 == 120) {
            tally.unknownStatuses++;
            return;
        }
        tally.validOrders++;
        boolean known = order.customer <= Customer.BLOCK * scale
                && Customer.of(order.customer).isSound();
        tally.ordersOfUnknownCustomers += known ? 0 : 1;
        long cents = 0;
        for (Item item : order.items) {
            if (item.quantity < 1) {
                tally.negativeQuantities++;
            } else {
                tally.orderItems++;
                cents += (long) item.quantity * item.cents;
            }
        }
        if (order.status.equals("paid") || order.status.equals("shipped")) {
            long euroCents = BigDecimal.valueOf(cents)
                    .multiply(order.currency.rate)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            LocalDate day = order.at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
            tally.sold(day, order.customer, euroCents);
        }
    }

    private record Order(
            String id,
            int place,
            int customer,
            OffsetDateTime at,
            String orderedAt,
            String status,
            Currency currency,
            List<Item> items,
            Place town,
            String method,
            int day) {

        String json(String state, String updatedAt) {
            StringBuilder json = new StringBuilder(400);
            json.append("{\"order_id\":\"").append(id);
            json.append("\",\"customer_id\":\"").append(Customer.id(customer));
            json.append("\",\"ordered_at\":\"").append(orderedAt);
            json.append("\",\"updated_at\":\"").append(updatedAt);
            json.append("\",\"status\":\"").append(state);
            json.append("\",\"currency\":\"").append(currency.code);
            json.append("\",\"items\":[");
            for (int item = 0; item < items.size(); item++) {
                json.append(item == 0 ? "" : ",").append(items.get(item).json());
            }
            json.append("],\"shipping\":{\"method\":\"").append(method);
            json.append("\",\"address\":{\"city\":\"").append(town.city()).append("\",\"zip\":");
            if (place % 3 == 0) {
                // one of the shop's clients takes the code for a number and loses its leading zero
                json.append(Integer.parseInt(town.postalCode()));
            } else {
                json.append('"').append(town.postalCode()).append('"');
            }
            json.append("}}");
            if (day == DAYS && place % 4 == 0) {
                json.append(",\"coupon\":\"NEW").append(place % 3 * 5 + 5).append('"');
            }
            return json.append('}').toString();
        }
    }
}
