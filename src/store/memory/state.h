// The contents of the store in memory, as one value. A copy is a snapshot and shares all data.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "record/admin/destination.h"
#include "record/admin/principal.h"
#include "record/admin/reference.h"
#include "record/admin/saved_view.h"
#include "record/admin/system_link.h"
#include "record/history/admin_entry.h"
#include "record/history/audit_seal.h"
#include "record/history/entry.h"
#include "record/history/request_record.h"
#include "store/integrity.h"
#include "store/memory/tree.h"

namespace patchbay::store::memory {

struct Customer {
  std::shared_ptr<const Record> record;
  std::string path;  // see tree_path.h
};

struct State {
  Tree<CustomerId, Customer> customers;
  Tree<Uuid, CustomerId> uuids;
  Tree<std::pair<CustomerId, Version>, std::shared_ptr<const Entry>> entries;
  Tree<std::int64_t, std::pair<CustomerId, Version>> feed;  // key: entry number
  Tree<std::int64_t, Principal> principals;
  // present and former names
  Tree<std::pair<std::string, std::int64_t>, std::monostate> principal_names;
  Tree<std::pair<ReferenceKind, std::int64_t>, Reference> references;
  Tree<Uuid, RequestRecord> requests;
  Tree<std::pair<std::int64_t, std::string>, IdempotencyRecord> idempotency_records;
  Tree<std::pair<AdminObjectId, Version>, AdminEntry> admin_entries;
  Tree<std::pair<std::int64_t, std::string>, SavedView> saved_views;
  Tree<std::pair<std::int64_t, CustomerId>, SystemLink> system_links;
  Tree<std::pair<std::int64_t, std::string>, CustomerId> system_links_there;
  Tree<std::int64_t, Destination> destinations;
  Tree<std::pair<std::int64_t, std::int64_t>, DeliveryAttempt> delivery_attempts;
  Tree<std::string, Token> tokens;
  Tree<std::string, std::pair<std::int64_t, Attempts>> attempts;  // each with its sequence number
  Tree<std::int64_t, std::string> attempts_by_turn;
  Tree<std::string, std::int64_t> marks;
  Tree<std::int64_t, std::pair<AdminObjectId, Version>> admin_feed;
  Tree<std::int64_t, AuditSeal> seals;
  std::shared_ptr<const Integrity> integrity;

  // Highest numbers used so far.
  std::int64_t customer_max = 0;
  std::int64_t entry_max = 0;
  std::int64_t admin_entry_max = 0;
  std::int64_t seal_max = 0;
  std::int64_t principal_max = 0;
  std::int64_t attempts_turn = 0;
  std::array<std::int64_t, kKinds> reference_max{};
};

}  // namespace patchbay::store::memory
