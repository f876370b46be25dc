"""Invoices, payments and the ledger come with their own issues."""
