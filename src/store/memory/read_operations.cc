// Lookups in a State.
#include "store/memory/read_operations.h"

#include <algorithm>

#include "base/case_fold.h"
#include "store/indexed_columns.h"
#include "store/tree_path.h"

namespace patchbay::store::memory {
namespace {

constexpr std::size_t kNamesakes = 2;

template <class Value>
std::optional<Value> copy_of(const Value* value) {
  return value ? std::optional<Value>(*value) : std::nullopt;
}

// Returns the first value for which `wanted(value)` is true, or null.
template <class Key, class Value, class Wanted>
const Value* first(const Tree<Key, Value>& tree, Wanted&& wanted) {
  const Value* found = nullptr;
  tree.walk([&](const Key&, const Value& value) {
    if (wanted(value)) found = &value;
    return found == nullptr;
  });
  return found;
}

// Returns the first `limit` values for which `wanted(value)` is true.
template <class Key, class Value, class Wanted>
std::vector<Value> some(const Tree<Key, Value>& tree, std::size_t limit, Wanted&& wanted) {
  std::vector<Value> found;
  tree.walk([&](const Key&, const Value& value) {
    if (found.size() < limit && wanted(value)) found.push_back(value);
    return found.size() < limit;
  });
  return found;
}

}  // namespace

template <class Base>
std::optional<Record> ReadOperations<Base>::customer(CustomerId id) {
  const Customer* found = state_.customers.find(id);
  return found ? std::optional<Record>(*found->record) : std::nullopt;
}

template <class Base>
std::optional<Record> ReadOperations<Base>::customer(const Uuid& uuid) {
  const CustomerId* id = state_.uuids.find(uuid);
  return id ? customer(*id) : std::nullopt;
}

template <class Base>
std::vector<CustomerId> ReadOperations<Base>::customer_ids(CustomerId after, std::size_t limit) {
  std::vector<CustomerId> out;
  state_.customers.walk_after(after, [&](CustomerId id, const Customer&) {
    if (out.size() < limit) out.push_back(id);
    return out.size() < limit;
  });
  return out;
}

template <class Base>
std::vector<CustomerId> ReadOperations<Base>::lineage(CustomerId id) {
  const Customer* found = state_.customers.find(id);
  return found ? lineage_of(found->path) : std::vector<CustomerId>{};
}

template <class Base>
std::vector<CustomerId> ReadOperations<Base>::named(CustomerId parent, std::string_view name) {
  std::vector<CustomerId> out;
  for (const Customer& child : some(state_.customers, 2, [&](const Customer& customer) {
         const IndexedColumns keys = indexed_columns_of(*customer.record);
         return keys.parent == parent && !keys.deleted && keys.name == name;
       }))
    out.push_back(child.record->id);
  return out;
}

template <class Base>
std::optional<CustomerId> ReadOperations<Base>::customer_by_external_id(CustomerId enterprise,
                                                                        std::string_view id) {
  if (id.empty()) return std::nullopt;
  const Customer* found = first(state_.customers, [&](const Customer& customer) {
    return enterprise_of(customer.path) == enterprise &&
           indexed_columns_of(*customer.record).external_id == id;
  });
  return found ? std::optional(found->record->id) : std::nullopt;
}

template <class Base>
std::optional<CustomerId> ReadOperations<Base>::external_id_clash(CustomerId top,
                                                                  CustomerId enterprise) {
  const Customer* moved = state_.customers.find(top);
  if (!moved) return std::nullopt;
  const auto below = [&](const Customer& one) { return one.path.starts_with(moved->path); };
  const Customer* found = first(state_.customers, [&](const Customer& one) {
    const std::string_view id = indexed_columns_of(*one.record).external_id;
    return one.record->id != top && below(one) && !id.empty() &&
           first(state_.customers, [&](const Customer& there) {
             return !below(there) && enterprise_of(there.path) == enterprise &&
                    indexed_columns_of(*there.record).external_id == id;
           });
  });
  return found ? std::optional(found->record->id) : std::nullopt;
}

template <class Base>
bool ReadOperations<Base>::has_live_children(CustomerId id) {
  return first(state_.customers, [&](const Customer& customer) {
    return customer.record->parent() == id && !customer.record->deleted();
  });
}

template <class Base>
bool ReadOperations<Base>::is_live(CustomerId id) {
  const Customer* found = state_.customers.find(id);
  return found && !found->record->deleted();
}

template <class Base>
bool ReadOperations<Base>::is_affiliate(CustomerId id) {
  return id && first(state_.customers, [&](const Customer& customer) {
           const IndexedColumns keys = indexed_columns_of(*customer.record);
           return keys.affiliate == id && !keys.deleted;
         });
}

template <class Base>
std::optional<Principal> ReadOperations<Base>::principal(std::string_view name) {
  return copy_of(first(state_.principals, [&](const Principal& principal) {
    return !principal.deleted && principal.name == name;
  }));
}

template <class Base>
std::optional<Principal> ReadOperations<Base>::principal(std::int64_t id) {
  return copy_of(state_.principals.find(id));
}

template <class Base>
std::optional<Principal> ReadOperations<Base>::alike(std::string_view name, std::int64_t besides) {
  const std::string wanted = caseless(name);
  return copy_of(first(state_.principals, [&](const Principal& principal) {
    return !principal.deleted && principal.id != besides && caseless(principal.name) == wanted;
  }));
}

template <class Base>
std::vector<std::int64_t> ReadOperations<Base>::principals_ever_named(std::string_view name) {
  std::vector<std::int64_t> out;
  state_.principal_names.walk([&](const std::pair<std::string, std::int64_t>& key, const auto&) {
    if (key.first == name) out.push_back(key.second);
    return out.size() < kNamesakesMax;
  });
  return out;
}

template <class Base>
std::vector<Principal> ReadOperations<Base>::principals(CustomerId below, std::int64_t after,
                                                        std::size_t limit) {
  const Customer* top = state_.customers.find(below);
  if (!top) return {};
  return some(state_.principals, limit, [&](const Principal& principal) {
    const Customer* home = state_.customers.find(principal.home);
    return principal.id > after && !principal.deleted && home && home->path.starts_with(top->path);
  });
}

template <class Base>
std::optional<Reference> ReadOperations<Base>::reference(ReferenceKind kind, std::int64_t id) {
  return copy_of(state_.references.find({kind, id}));
}

template <class Base>
std::vector<Reference> ReadOperations<Base>::references_of(CustomerId owner, ReferenceKind kind,
                                                           std::string_view name) {
  return some(state_.references, kNamesakes, [&](const Reference& reference) {
    return reference.kind == kind && !reference.deleted && reference.name == name &&
           reference.owner == owner;
  });
}

template <class Base>
std::vector<Reference> ReadOperations<Base>::references_below(CustomerId top, ReferenceKind kind,
                                                              std::string_view name) {
  const Customer* above = state_.customers.find(top);
  if (!above) return {};
  return some(state_.references, kNamesakes, [&](const Reference& reference) {
    const Customer* owner = state_.customers.find(reference.owner);
    return reference.kind == kind && !reference.deleted && reference.name == name && owner &&
           owner->path.starts_with(above->path);
  });
}

template <class Base>
std::vector<Reference> ReadOperations<Base>::references(ReferenceKind kind, std::int64_t after,
                                                        std::size_t limit) {
  return some(state_.references, limit, [&](const Reference& reference) {
    return reference.kind == kind && reference.id > after && !reference.deleted;
  });
}

template <class Base>
std::optional<RequestRecord> ReadOperations<Base>::request(const Uuid& id) {
  return copy_of(state_.requests.find(id));
}

template <class Base>
std::vector<RequestRecord> ReadOperations<Base>::requests(const RequestQuery& query) {
  std::vector<RequestRecord> out;
  state_.requests.walk([&](const Uuid&, const RequestRecord& request_record) {
    const bool wanted = query.batch.is_nil()
                            ? request_record.principal == query.principal &&
                                  request_record.time >= query.from &&
                                  request_record.time < query.to
                            : request_record.batch == query.batch &&
                                  (!query.after || request_record.id > *query.after);
    if (wanted) out.push_back(request_record);
    return true;
  });
  const bool is_by_id = query.after && !query.batch.is_nil();
  std::ranges::sort(out, {}, [is_by_id](const RequestRecord& request_record) {
    return std::pair(is_by_id ? Instant{} : request_record.time, request_record.id);
  });
  if (out.size() > query.limit) out.resize(query.limit);
  return out;
}

template <class Base>
std::vector<BatchMember> ReadOperations<Base>::batches_of(std::span<const Uuid> requests) {
  std::vector<BatchMember> out;
  for (const Uuid& each : requests)
    if (const RequestRecord* found = state_.requests.find(each); found && !found->batch.is_nil())
      out.push_back({each, found->batch});
  return out;
}

template <class Base>
std::vector<SavedView> ReadOperations<Base>::saved_views(std::int64_t principal) {
  std::vector<SavedView> out;
  state_.saved_views.walk_after({principal, ""}, [&](const auto& key, const SavedView& view) {
    if (key.first == principal) out.push_back(view);
    return key.first == principal && out.size() < SavedView::kMax;
  });
  return out;
}

template <class Base>
std::optional<Destination> ReadOperations<Base>::destination(std::int64_t id) {
  return copy_of(state_.destinations.find(id));
}

template <class Base>
std::vector<DeliveryAttempt> ReadOperations<Base>::delivery_attempts(std::int64_t destination,
                                                                     std::int64_t before,
                                                                     std::size_t limit) {
  std::vector<DeliveryAttempt> out;
  state_.delivery_attempts.walk_after({destination, INT64_MIN},
                                      [&](const auto& key, const DeliveryAttempt& attempt) {
                                        if (key.first != destination || key.second >= before)
                                          return false;
                                        out.push_back(attempt);
                                        return true;
                                      });
  std::ranges::reverse(out);
  if (out.size() > limit) out.resize(limit);
  return out;
}

template <class Base>
std::optional<IdempotencyRecord> ReadOperations<Base>::idempotency_record(std::int64_t principal,
                                                                          std::string_view key) {
  return copy_of(state_.idempotency_records.find({principal, std::string(key)}));
}

template <class Base>
std::vector<std::int64_t> ReadOperations<Base>::admin_object_ids(std::optional<ReferenceKind> kind,
                                                                 std::int64_t after,
                                                                 std::size_t limit) {
  std::vector<std::int64_t> out;
  const auto add = [&](std::int64_t id) {
    if (id > after && out.size() < limit) out.push_back(id);
  };
  if (kind)
    state_.references.walk(
        [&](const std::pair<ReferenceKind, std::int64_t>& key, const Reference&) {
          if (key.first == *kind) add(key.second);
          return true;
        });
  else
    state_.principals.walk([&](std::int64_t id, const Principal&) { return add(id), true; });
  return out;
}

template <class Base>
std::vector<AdminEntry> ReadOperations<Base>::history(const AdminObjectId& object, Version before,
                                                      std::size_t limit) {
  std::vector<AdminEntry> out;
  state_.admin_entries.walk(
      [&](const std::pair<AdminObjectId, Version>& key, const AdminEntry& entry) {
        if (key.first == object && (before == 0 || key.second < before)) out.push_back(entry);
        return true;
      });
  std::ranges::reverse(out);
  if (out.size() > limit) out.resize(limit);
  return out;
}

template <class Base>
std::optional<Token> ReadOperations<Base>::token(std::string_view hash) {
  return copy_of(state_.tokens.find(std::string(hash)));
}

template <class Base>
std::optional<std::int64_t> ReadOperations<Base>::mark(std::string_view name) {
  return copy_of(state_.marks.find(std::string(name)));
}

template <class Base>
std::vector<Mark> ReadOperations<Base>::marks() {
  std::vector<Mark> out;
  state_.marks.walk([&](const std::string& name, std::int64_t value) {
    out.push_back({name, value});
    return true;
  });
  return out;
}

template <class Base>
std::vector<NumberedHash> ReadOperations<Base>::entry_hashes(std::int64_t after,
                                                             std::size_t limit) {
  std::vector<NumberedHash> out;
  state_.feed.walk_after(after, [&](std::int64_t number, const auto& entry) {
    if (out.size() < limit) out.push_back({number, (*state_.entries.find(entry))->hash});
    return out.size() < limit;
  });
  return out;
}

template <class Base>
std::vector<NumberedHash> ReadOperations<Base>::admin_entry_hashes(std::int64_t after,
                                                                   std::size_t limit) {
  std::vector<NumberedHash> out;
  state_.admin_feed.walk_after(after, [&](std::int64_t number, const auto& entry) {
    if (out.size() < limit) out.push_back({number, state_.admin_entries.find(entry)->hash});
    return out.size() < limit;
  });
  return out;
}

template <class Base>
std::vector<AuditSeal> ReadOperations<Base>::seals(std::int64_t from, std::size_t limit) {
  std::vector<AuditSeal> out;
  state_.seals.walk_after(from - 1, [&](std::int64_t, const AuditSeal& seal) {
    if (out.size() < limit) out.push_back(seal);
    return out.size() < limit;
  });
  return out;
}

template <class Base>
std::optional<AuditHead> ReadOperations<Base>::head() {
  const AuditSeal* newest = state_.seals.find(state_.seal_max);
  if (!newest) return std::nullopt;
  return AuditHead{.seal = newest->number, .hash = head_hash(*newest, state_.integrity->needed())};
}

template <class Base>
std::optional<Attempts> ReadOperations<Base>::attempts(std::string_view key) {
  const auto* found = state_.attempts.find(std::string(key));
  return found ? std::optional(found->second) : std::nullopt;
}

template <class Base>
std::vector<Attempts> ReadOperations<Base>::attempts(std::string_view prefix, std::size_t limit) {
  std::vector<Attempts> out;
  state_.attempts.walk([&](const std::string& key, const auto& value) {
    if (out.size() < limit && key.starts_with(prefix)) out.push_back(value.second);
    return out.size() < limit;
  });
  return out;
}

template class ReadOperations<ReadTransaction>;
template class ReadOperations<Transaction>;

}  // namespace patchbay::store::memory
