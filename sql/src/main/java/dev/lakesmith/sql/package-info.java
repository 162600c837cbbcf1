/**
 * One SQL dialect, DuckDB's: which tables a query reads, its columns' names, types and origins, its mistakes with their
 * place, and the gate that lets nothing but a SELECT from tables of the lake through. Uses vocabulary, functions and
 * DuckDB only.
 */
@NullMarked
package dev.lakesmith.sql;

import org.jspecify.annotations.NullMarked;
