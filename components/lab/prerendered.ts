/**
 * The HTML of labs in their starting state, made while the book is built and read by the island on the server; empty in
 * the browser, where the HTML already stands in the page.
 */
export const prerendered = new Map<string, string>();
