// Writes to a State, with the same errors as the stores on disk.
#include "store/memory/memory_transaction.h"

#include <algorithm>
#include <map>

#include "record/history/chain.h"
#include "store/eraser.h"
#include "store/indexed_columns.h"
#include "store/marks.h"
#include "store/personal_eraser.h"
#include "store/tree_path.h"

namespace patchbay::store::memory {
namespace {

template <class Key, class Value, class Old>
void sweep_out(Tree<Key, Value>& tree, Old&& old) {
  std::vector<Key> keys;
  tree.walk([&](const Key& key, const Value& value) {
    if (old(value)) keys.push_back(key);
    return keys.size() < kSweepMax;
  });
  for (const Key& key : keys) tree.erase(key);
}

}  // namespace

std::int64_t MemoryTransaction::next(std::int64_t& max) {
  wrote_ = true;
  return ++max;
}

// Returns the path of `after`: its present path, or one below its parent.
std::string MemoryTransaction::place(const Record& after, const Customer* before) const {
  const CustomerId parent = after.parent();
  if (before && before->record->parent() == parent) return before->path;
  if (!parent) return path_below({}, after.id);
  const Customer* above = state_.customers.find(parent);
  if (!above || (before && above->path.starts_with(before->path))) throw_wrong_parent(after);
  return path_below(above->path, after.id);
}

void MemoryTransaction::move(std::string_view from, std::string_view to) {
  std::vector<Customer> below;
  state_.customers.walk([&](CustomerId, const Customer& customer) {
    if (customer.path.starts_with(from)) below.push_back(customer);
    return true;
  });
  for (Customer& customer : below) {
    customer.path.replace(0, from.size(), to);
    state_.customers.put(customer.record->id, customer);
  }
}

void MemoryTransaction::check_uuid(const Record& after, const Customer* before) const {
  const CustomerId* holder = state_.uuids.find(after.uuid);
  if (holder ? *holder != after.id : before != nullptr)
    throw std::logic_error("a customer's uuid is its own and stays");
}

void MemoryTransaction::check_name(const Principal& saved) {
  const std::optional<Principal> namesake = principal(std::string_view(saved.name));
  if (!saved.deleted && namesake && namesake->id != saved.id)
    throw std::logic_error("two principals cannot have one name");
}

void MemoryTransaction::save(const Record& after, const Entry& entry) {
  const Customer* before = state_.customers.find(after.id);
  const bool spoiled = std::exchange(spoiled_, true);
  check_succession(after, entry, before ? before->record->version : 0);
  check_uuid(after, before);
  const std::string path = place(after, before);
  spoiled_ = spoiled;
  wrote_ = true;
  if (before && before->path != path) move(std::string(before->path), path);
  state_.customers.put(after.id, {std::make_shared<const Record>(after), path});
  state_.uuids.put(after.uuid, after.id);
  const auto* previous = state_.entries.find({after.id, after.version - 1});
  auto kept = std::make_shared<Entry>(entry);
  kept->hash = chain_hash(previous ? (*previous)->hash : chain_start(after.uuid), entry,
                          state_.integrity->needed());
  state_.entries.put({after.id, after.version}, std::move(kept));
  state_.feed.put(++state_.entry_max, {after.id, after.version});
  state_.customer_max = std::max(state_.customer_max, after.id.value);
}

void MemoryTransaction::save(const RequestRecord& request_record) {
  wrote_ = true;
  state_.requests.put(request_record.id, request_record);
}

void MemoryTransaction::save(const IdempotencyRecord& idempotency_record) {
  wrote_ = true;
  state_.idempotency_records.put({idempotency_record.principal, idempotency_record.key},
                                 idempotency_record);
}

void MemoryTransaction::save(const AdminEntry& entry) {
  wrote_ = true;
  const AdminEntry* previous = state_.admin_entries.find({entry.object, entry.version - 1});
  AdminEntry kept = entry;
  kept.hash =
      chain_hash(previous ? previous->hash : std::string(), entry, state_.integrity->needed());
  state_.admin_entries.put({entry.object, entry.version}, std::move(kept));
  state_.admin_feed.put(++state_.admin_entry_max, {entry.object, entry.version});
}

void MemoryTransaction::save(const Principal& saved) {
  const bool spoiled = std::exchange(spoiled_, true);
  check_name(saved);
  spoiled_ = spoiled;
  wrote_ = true;
  state_.principals.put(saved.id, saved);
  state_.principal_names.put({saved.name, saved.id}, {});
  state_.principal_max = std::max(state_.principal_max, saved.id);
  if (!saved.deleted) return;
  for (const SavedView& each : saved_views(saved.id))
    state_.saved_views.erase({saved.id, each.name});
}

void MemoryTransaction::save(const SavedView& view) {
  wrote_ = true;
  state_.saved_views.put({view.principal, view.name}, view);
}

void MemoryTransaction::remove_view(std::int64_t principal, std::string_view name) {
  wrote_ = true;
  state_.saved_views.erase({principal, std::string(name)});
}

void MemoryTransaction::save(const Reference& saved) {
  wrote_ = true;
  state_.references.put({saved.kind, saved.id}, saved);
  reference_max(saved.kind) = std::max(reference_max(saved.kind), saved.id);
}

void MemoryTransaction::save(const SystemLink& link) {
  wrote_ = true;
  save_system_link(state_, link);
}

void MemoryTransaction::remove_system_link(std::int64_t system, CustomerId customer) {
  wrote_ = true;
  memory::remove_system_link(state_, system, customer);
}

void MemoryTransaction::remove_system_links(std::int64_t system) {
  wrote_ = true;
  memory::remove_system_links(state_, system);
}

void MemoryTransaction::save(const Destination& destination) {
  wrote_ = true;
  state_.destinations.put(destination.id, destination);
}

void MemoryTransaction::save(std::span<const DeliveryAttempt> attempts) {
  if (attempts.empty()) return;
  wrote_ = true;
  for (const DeliveryAttempt& each : attempts)
    state_.delivery_attempts.put({each.destination, each.number}, each);
  forget_attempts(attempts.back().destination, attempts.back().number - DeliveryAttempt::kKept);
}

void MemoryTransaction::remove_destination(std::int64_t id) {
  wrote_ = true;
  forget_attempts(id, INT64_MAX);
  state_.destinations.erase(id);
}

void MemoryTransaction::forget_attempts(std::int64_t destination, std::int64_t to) {
  std::vector<std::pair<std::int64_t, std::int64_t>> old;
  state_.delivery_attempts.walk_after(
      {destination, INT64_MIN}, [&](const auto& key, const DeliveryAttempt&) {
        const bool is_old = key.first == destination && key.second <= to;
        if (is_old) old.push_back(key);
        return is_old;
      });
  for (const auto& key : old) state_.delivery_attempts.erase(key);
}

void MemoryTransaction::save(const Token& saved) {
  wrote_ = true;
  state_.tokens.put(saved.hash, saved);
}

void MemoryTransaction::remove_token(std::string_view hash) {
  wrote_ = true;
  state_.tokens.erase(std::string(hash));
}

void MemoryTransaction::remove_family(std::string_view family) {
  wrote_ = true;
  sweep_out(state_.tokens,
            [&](const Token& token) { return token.family == family && !token.spent; });
}

void MemoryTransaction::save(const Attempts& saved) {
  wrote_ = true;
  if (const auto* before = state_.attempts.find(saved.key))
    state_.attempts_by_turn.erase(before->first);
  state_.attempts.put(saved.key, {++state_.attempts_turn, saved});
  state_.attempts_by_turn.put(state_.attempts_turn, saved.key);
}

template <class Old>
void MemoryTransaction::drop_attempts(Old&& old) {
  std::vector<std::pair<std::int64_t, std::string>> gone;
  state_.attempts.walk([&](const std::string& key, const auto& value) {
    if (old(value.second)) gone.emplace_back(value.first, key);
    return gone.size() < kSweepMax;
  });
  for (const auto& [turn, key] : gone) {
    state_.attempts.erase(key);
    state_.attempts_by_turn.erase(turn);
  }
}

void MemoryTransaction::save(const Mark& mark) {
  wrote_ = true;
  state_.marks.put(mark.name, mark.value);
}

void MemoryTransaction::save(const AuditSeal& seal) {
  wrote_ = true;
  if (seal.number != state_.seal_max + 1) return;
  state_.seals.put(seal.number, seal);
  state_.seal_max = seal.number;
}

void MemoryTransaction::remove_attempts(std::string_view prefix) {
  wrote_ = true;
  drop_attempts([&](const Attempts& attempts) { return attempts.key.starts_with(prefix); });
}

void MemoryTransaction::sweep(const Sweep& old) {
  wrote_ = true;
  sweep_out(state_.tokens, [&](const Token& token) { return token.expires <= old.now; });
  drop_attempts([&](const Attempts& attempts) {
    return attempts.last < old.attempts_before || attempts.last > old.attempts_after;
  });
  std::vector<std::pair<std::int64_t, std::string>> oldest;
  state_.attempts_by_turn.walk([&](std::int64_t turn, const std::string& key) {
    if (turn > state_.attempts_turn - old.attempts_max) return false;
    oldest.emplace_back(turn, key);
    return true;
  });
  for (const auto& [turn, key] : oldest) {
    state_.attempts.erase(key);
    state_.attempts_by_turn.erase(turn);
  }
  sweep_out(state_.requests, [&](const RequestRecord& request_record) {
    return request_record.id.is_ordered()
               ? request_record.id < Uuid::first_ordered(old.requests_before.us / 1000)
               : request_record.time < old.requests_before;
  });
  sweep_out(state_.idempotency_records, [&](const IdempotencyRecord& idempotency_record) {
    return idempotency_record.time < old.answers_before;
  });
  if (old.deliveries_before.us > 0)
    sweep_out(state_.delivery_attempts, [&](const DeliveryAttempt& attempt) {
      return attempt.time < old.deliveries_before || attempt.time > old.deliveries_after;
    });
}

bool MemoryTransaction::erase_history(Instant time, Instant now) {
  std::int64_t last = mark(kErasedTo).value_or(0);
  std::size_t count = 0;
  std::map<CustomerId, std::pair<Version, Version>> old;  // first and last old version of each
                                                          // customer
  state_.feed.walk_after(last, [&](std::int64_t number, const auto& entry) {
    if (count == kEraseMax || (*state_.entries.find(entry))->by.time >= time) return false;
    ++count;
    last = number;
    old.try_emplace(entry.first, entry.second, entry.second).first->second.second = entry.second;
    return true;
  });
  for (const auto& [id, versions] : old) erase_of(id, versions.first, versions.second);
  if (count == 0) return false;
  const std::int64_t before = std::max(time.us, mark(kErasedBefore).value_or(time.us));
  const Mark marks[] = {{std::string(kErasedTo), last}, {std::string(kErasedBefore), before}};
  set_marks(*this, marks, "erase", now);
  return count == kEraseMax;
}

void MemoryTransaction::erase_of(CustomerId id, Version first, Version last) {
  Eraser eraser(first);
  for (Version version = last; version > 0 && !eraser.is_done(); --version) {
    Entry entry = **state_.entries.find({id, version});
    if (eraser.erase(entry))
      state_.entries.put({id, version}, std::make_shared<const Entry>(std::move(entry)));
  }
}

ErasedHistory MemoryTransaction::erase_personal(CustomerId id, std::size_t limit,
                                                const std::function<void(const Value&)>& gone) {
  ErasedHistory out;
  PersonalEraser eraser(gone);
  const Customer* found = state_.customers.find(id);
  for (Version version = found ? found->record->version : 0; version > 0; --version) {
    if (out.entries == static_cast<std::int64_t>(limit)) {
      out.more = true;
      break;
    }
    Entry entry = **state_.entries.find({id, version});
    const std::size_t values = eraser.erase(entry);
    if (values == 0) continue;
    state_.entries.put({id, version}, std::make_shared<const Entry>(std::move(entry)));
    wrote_ = true;
    ++out.entries;
    out.values += static_cast<std::int64_t>(values);
  }
  return out;
}

}  // namespace patchbay::store::memory
