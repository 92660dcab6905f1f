"""SQL: what is kept for good. One file per noun, each with its table and its queries; migrations lie beside them."""
