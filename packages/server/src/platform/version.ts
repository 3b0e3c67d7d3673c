/** Of the product: what a server says of itself, and what wrote a backup. */
export const PRODUCT_VERSION = "0.1.0";
