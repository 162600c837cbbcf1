package dev.lakesmith.testkit.shop;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts while the files are written. */
final class Tally {
    static final class Stream {
        int files;
        long bronzeRows;
        long quarantined;

        ShopTruth.Stream truth() {
            return new ShopTruth.Stream(files, bronzeRows, quarantined);
        }
    }

    private static final int TOP = 10;

    final Stream contacts = new Stream();
    final Stream orders = new Stream();
    final Stream access = new Stream();
    final Stream demographics = new Stream();
    final Stream accounts = new Stream();
    final Stream tickets = new Stream();

    long customers;
    long contactsReplaced;
    long impossibleDates;
    long badEmails;
    long missingIds;

    long openAccounts;
    long accountsReplaced;
    long ticketsKept;
    long alarms;
    long phonesFilled;
    long people;
    long peopleOfAllSystems;

    long validOrders;
    long ordersReplaced;
    long unknownStatuses;
    long impossibleTimes;
    long ordersOfUnknownCustomers;
    long orderItems;
    long negativeQuantities;

    long humanVisits;
    long botVisits;
    long unreadableVisits;
    long sessions;

    private final SortedMap<LocalDate, Long> centsPerDay = new TreeMap<>();
    private final long[] centsPerCustomer;
    private final int[] ordersPerCustomer;

    Tally(int scale) {
        this.centsPerCustomer = new long[Customer.BLOCK * scale + 1];
        this.ordersPerCustomer = new int[Customer.BLOCK * scale + 1];
    }

    void sold(LocalDate day, int customer, long cents) {
        centsPerDay.merge(day, cents, Long::sum);
        if (customer < centsPerCustomer.length) {
            centsPerCustomer[customer] += cents;
            ordersPerCustomer[customer]++;
        }
    }

    ShopTruth truth() {
        SortedMap<LocalDate, BigDecimal> revenuePerDay = new TreeMap<>();
        centsPerDay.forEach((day, cents) -> revenuePerDay.put(day, BigDecimal.valueOf(cents, 2)));
        return new ShopTruth(
                contacts.truth(),
                orders.truth(),
                access.truth(),
                demographics.truth(),
                accounts.truth(),
                tickets.truth(),
                new ShopTruth.Customers(customers, contactsReplaced, impossibleDates, badEmails, missingIds),
                new ShopTruth.People(
                        openAccounts, accountsReplaced, ticketsKept, alarms, phonesFilled, people, peopleOfAllSystems),
                new ShopTruth.Orders(
                        validOrders,
                        ordersReplaced,
                        unknownStatuses,
                        impossibleTimes,
                        ordersOfUnknownCustomers,
                        orderItems,
                        negativeQuantities),
                new ShopTruth.Web(humanVisits, botVisits, unreadableVisits, sessions),
                revenuePerDay,
                topCustomers());
    }

    private List<ShopTruth.CustomerRevenue> topCustomers() {
        List<Integer> best = new ArrayList<>();
        Comparator<Integer> order = Comparator.<Integer>comparingLong(number -> -centsPerCustomer[number])
                .thenComparing(Comparator.naturalOrder());
        for (int number = 1; number < centsPerCustomer.length; number++) {
            if (ordersPerCustomer[number] == 0 || !Customer.of(number).isSound()) {
                continue;
            }
            best.add(number);
            if (best.size() > 4 * TOP) {
                best.sort(order);
                best.subList(TOP, best.size()).clear();
            }
        }
        best.sort(order);
        return best.stream()
                .limit(TOP)
                .map(number -> {
                    Customer customer = Customer.of(number);
                    String lastName = Contacts.lastName(customer);
                    return new ShopTruth.CustomerRevenue(
                            customer.id(),
                            customer.firstName() + " " + lastName,
                            ordersPerCustomer[number],
                            BigDecimal.valueOf(centsPerCustomer[number], 2));
                })
                .toList();
    }
}
