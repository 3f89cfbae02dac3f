-- What every peer keeps: customers of the size of Patchbay's, and a history row per update.
CREATE TABLE customers (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  website TEXT NOT NULL,
  notes TEXT NOT NULL,
  tax_number TEXT NOT NULL,
  rest TEXT NOT NULL
);
CREATE TABLE history (
  id {serial},
  customer BIGINT NOT NULL,
  version BIGINT NOT NULL,
  time_us BIGINT NOT NULL,
  principal TEXT NOT NULL,
  differences TEXT NOT NULL
);
