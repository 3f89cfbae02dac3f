// Tables of request records and of replies to idempotency keys.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "record/history/request_record.h"
#include "store/batch_span.h"
#include "store/sql/engine/driver.h"

namespace patchbay::store::sql {

[[nodiscard]] std::optional<RequestRecord> find_request(Connection& connection, const Uuid& id);
[[nodiscard]] std::vector<RequestRecord> find_requests(Connection& connection,
                                                       const RequestQuery& query);
// The times of the first and the last request of a batch that changed something.
[[nodiscard]] std::optional<BatchSpan> find_span(Connection& connection, const Uuid& batch);
[[nodiscard]] std::vector<BatchMember> find_batches_of(Connection& connection,
                                                       std::span<const Uuid> requests);
void save_requests(Connection& connection, std::span<const RequestRecord> request_records);
// Removes records from before a time, the oldest first: at most twice `limit`.
void sweep_requests(Connection& connection, Instant before, std::int64_t limit);

[[nodiscard]] std::vector<IdempotencyRecord> find_idempotency_records(Connection& connection,
                                                                      std::int64_t principal,
                                                                      std::string_view key,
                                                                      std::size_t limit);
[[nodiscard]] std::optional<IdempotencyRecord> find_idempotency_record(Connection& connection,
                                                                       std::int64_t principal,
                                                                       std::string_view key);
void save_idempotency_record(Connection& connection, const IdempotencyRecord& idempotency_record);

}  // namespace patchbay::store::sql
