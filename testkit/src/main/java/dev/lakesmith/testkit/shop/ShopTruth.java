package dev.lakesmith.testkit.shop;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must come out of the generated files, counted by the generator while it wrote them.
 *
 * @param contacts {@code bronze.crm_contacts}
 * @param orderFiles {@code bronze.orders_orders}
 * @param access {@code bronze.web_access}
 * @param demographics {@code bronze.lookup_demographics}
 * @param accounts {@code bronze.shop_accounts}
 * @param ticketFile {@code bronze.support_tickets}
 * @param revenuePerDay revenue in EUR of the orders that are paid or shipped, by their day in UTC
 * @param topCustomers the ten known customers with the highest revenue, then the lowest id
 */
public record ShopTruth(
        Stream contacts,
        Stream orderFiles,
        Stream access,
        Stream demographics,
        Stream accounts,
        Stream ticketFile,
        Customers customers,
        People people,
        Orders orders,
        Web web,
        SortedMap<LocalDate, BigDecimal> revenuePerDay,
        List<CustomerRevenue> topCustomers) {

    public ShopTruth {
        revenuePerDay = Collections.unmodifiableSortedMap(new TreeMap<>(revenuePerDay));
        topCustomers = List.copyOf(topCustomers);
    }

    /**
     * One stream in bronze.
     *
     * @param quarantined records that cannot be read at all
     */
    public record Stream(int files, long bronzeRows, long quarantined) {}

    /**
     * {@code silver.customers}.
     *
     * @param clean its rows
     * @param replaced sound rows of bronze that another row of the same customer replaces
     * @param impossibleDates rows quarantined because of their day of signing up
     * @param badEmails rows quarantined because of their address
     * @param missingIds rows quarantined because they name no customer
     */
    public record Customers(long clean, long replaced, long impossibleDates, long badEmails, long missingIds) {
        /** All rows that silver quarantines. */
        public long quarantined() {
            return impossibleDates + badEmails + missingIds;
        }
    }

    /**
     * Whom CRM, web shop and support desk know together.
     *
     * @param openAccounts rows of {@code silver.accounts}
     * @param accountsReplaced accounts of which the second file has a newer state
     * @param tickets rows of {@code silver.tickets}
     * @param alarms tickets left out because no person asked
     * @param phonesFilled tickets whose number is known from an earlier one
     * @param count people, whatever system knows them
     * @param ofAllSystems people whom all three systems know
     */
    public record People(
            long openAccounts,
            long accountsReplaced,
            long tickets,
            long alarms,
            long phonesFilled,
            long count,
            long ofAllSystems) {}

    /**
     * {@code silver.orders} and {@code silver.order_items}.
     *
     * @param valid rows of {@code silver.orders}
     * @param replaced sound rows of bronze that a later state of the same order replaces
     * @param unknownStatuses orders quarantined because of their status
     * @param impossibleTimes orders quarantined because of their time
     * @param ofUnknownCustomers valid orders whose customer is not in {@code silver.customers}
     * @param items rows of {@code silver.order_items}
     * @param negativeQuantities items quarantined
     */
    public record Orders(
            long valid,
            long replaced,
            long unknownStatuses,
            long impossibleTimes,
            long ofUnknownCustomers,
            long items,
            long negativeQuantities) {
        /** All orders that silver quarantines. */
        public long quarantined() {
            return unknownStatuses + impossibleTimes;
        }
    }

    /**
     * {@code silver.visits} and {@code silver.sessions}.
     *
     * @param unreadable lines that silver quarantines because they are no log entries
     */
    public record Web(long humanVisits, long botVisits, long unreadable, long sessions) {}

    /**
     * A customer and what he bought.
     *
     * @param orders how many of his orders are paid or shipped
     * @param revenue in EUR
     */
    public record CustomerRevenue(String customerId, String name, int orders, BigDecimal revenue) {}

    /** The revenue of all days together, in EUR. */
    public BigDecimal revenue() {
        return revenuePerDay.values().stream().reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }
}
