// Creates and changes principals: who may change whom, and which privileges may be given.
//
// A caller above a principal, or beside it with at least its privileges, can lock, unlock and
// remove it and set its password, even if it has got stronger roles since. To give it more
// privileges or a wider reach, the caller must hold all privileges that it then has.
#include <algorithm>

#include "base/case_fold.h"
#include "base/cidr.h"
#include "base/result.h"
#include "base/text.h"
#include "core/access/access_grant.h"
#include "core/access/common_passwords.h"
#include "core/access/owners.h"
#include "core/access/password.h"
#include "core/access/principal_names.h"
#include "core/access/probe_limiter.h"
#include "core/access/roles.h"
#include "core/access/subject.h"
#include "core/admin/upsert.h"
#include "core/admin/versioned_save.h"
#include "core/read/known_names.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPasswordMin = 8;
constexpr std::size_t kPasswordMax = 1024;
// Replaces the hash of a password in a rehearsal, because hashing is slow.
constexpr std::string_view kNotHashed = "not hashed";
constexpr const char* kTooStrong = "cannot give a privilege that you do not hold yourself: ";

using Problems = std::vector<Problem>;

class PrincipalUpsert {
 public:
  PrincipalUpsert(const UpsertContext& context, const Call& call, const UpsertPrincipal& requested)
      : context_(context),
        reader_(context.reader),
        call_(call),
        requested_(requested),
        problems_(call.problems) {}

  // Finds the principal to change. Refused if the actor may not change it at all.
  Result<void> find() {
    if (requested_.id.empty()) {
      out_.home = context_.actor.home();
      return {};
    }
    const auto number = parse_whole(requested_.id);
    auto found = number ? reader_.principal(*number) : principal_named(reader_, requested_.id);
    if (!found || found->deleted || !reaches(context_.actor, reader_.lineage(found->home)))
      return std::unexpected(no_such_object(std::nullopt, requested_.id));
    privileges_ = privileges_of(reader_, *found);
    const bool is_below = found->home != context_.actor.home();
    if (!is_self(*found) && !is_below && !holds(context_.actor, privileges_))
      return std::unexpected(
          Fault(ErrorKind::role_denied,
                "it has privileges that you lack; only a principal above it can change it"));
    out_ = *found;
    before_ = std::move(found);
    return {};
  }

  Result<Outcome> run() {
    change_name();
    change_home();
    change_roles();
    change_doors();
    change_sources();
    change_secrets();
    change_state();
    validate_privileges();
    validate_reach();
    validate_access_limits();
    validate_owners();
    if (!problems_.empty()) return std::unexpected(Fault(std::move(problems_)));
    return save();
  }

 private:
  [[nodiscard]] bool is_new() const { return !before_; }
  [[nodiscard]] bool is_self(const Principal& principal) const {
    return principal.id == context_.actor.principal.id;
  }

  void change_name() {
    if (!requested_.name) {
      if (is_new()) add_problem(problems_, "name", "is required");
      return;
    }
    // A name that an older version stored in another Unicode form stays as it is.
    if (before_ && before_->name == *requested_.name) return;
    const std::string name = composed(*requested_.name);
    if (before_ && before_->name == name) return;
    out_.name = name;
    const bool at_top = requested_.home.value_or(out_.home) == kRoot;
    if (auto refused = name_refusal(name, at_top))
      return add_problem(problems_, "name", std::move(*refused));
    if (context_.names_blocked)
      return add_problem(problems_, "name", kTooManyProbes, ErrorKind::too_many_requests);
    const auto same = reader_.alike(name, out_.id);
    if (!same) return;
    const bool is_seen = reaches(context_.actor, reader_.lineage(same->home));
    std::string what = kNameTaken;
    if (is_seen && same->name == name) what = "is the name of a principal that exists already";
    if (is_seen && same->name != name)
      what = "differs from the name of the principal \"" + same->name +
             "\" only in case or in Unicode form";
    add_problem(problems_, "name", std::move(what), ErrorKind::conflict);
  }

  void change_home() {
    if (!requested_.home) return;
    if (!is_in_reach(context_, *requested_.home))
      add_problem(problems_, "home", "must be the id of an existing customer");
    out_.home = *requested_.home;
  }

  // An unknown door is refused, because a principal with only that door could not sign in anywhere.
  void change_doors() {
    if (!requested_.doors) return;
    out_.doors = *requested_.doors;
    if (!context_.doors || context_.doors->empty()) return;
    const std::vector<std::string_view> known(context_.doors->begin(), context_.doors->end());
    for (const std::string& each : out_.doors)
      if (std::ranges::find(known, each) == known.end())
        add_problem(problems_, "doors",
                    "must be doors of this server, which are " + join(*context_.doors, ", ") +
                        ": \"" + each + "\" is none" + suggestion(nearest_name(each, known)));
  }

  void change_roles() {
    const Lineage home = reader_.lineage(out_.home);
    if (requested_.roles) {
      if (requested_.roles->size() > kListMax)
        return add_problem(problems_, "roles", "must be at most 50");
      out_.roles.clear();
      for (const std::string& each : *requested_.roles) add_role(each, home);
    }
    if (!before_ || out_.home == before_->home) return;
    // A role that is not visible from the new home is refused, because it would take effect again
    // after a later move.
    for (const std::int64_t id : out_.roles)
      if (!find_visible_role(reader_, id, home))
        add_problem(problems_, "roles",
                    "must not hold a role that is not visible from the new home: role " +
                        std::to_string(id));
  }

  // `given` is a number or a name.
  void add_role(const std::string& given, const Lineage& home) {
    const auto number = parse_whole(given);
    if (number && before_ && std::ranges::find(before_->roles, *number) != before_->roles.end())
      return hold(*number);  // the principal keeps it, even if the role no longer exists
    std::vector<Reference> found;
    if (!number)
      found = visible_roles(reader_, given, home);
    else if (auto role = find_visible_role(reader_, *number, home))
      found.push_back(std::move(*role));
    if (found.empty())
      return add_problem(
          problems_, "roles",
          "must be names or ids of roles that its home sees; there is none called \"" + given +
              '"');
    if (found.size() > 1)
      return add_problem(problems_, "roles", several(given, found), ErrorKind::conflict);
    hold(found.front().id);
  }

  static std::string several(const std::string& name, const std::vector<Reference>& roles) {
    std::vector<std::string> ids;
    for (const Reference& each : roles) ids.push_back(std::to_string(each.id));
    return "must give the id of a role, because several are called \"" + name +
           "\": " + join(ids, ", ");
  }

  void hold(std::int64_t role) {
    if (std::ranges::find(out_.roles, role) == out_.roles.end()) out_.roles.push_back(role);
  }

  void change_sources() {
    if (!requested_.sources) return;
    if (requested_.sources->size() > kListMax)
      add_problem(problems_, "sources", "must be at most 50");
    for (const std::string& block : *requested_.sources)
      if (!is_cidr_block(block))
        add_problem(problems_, "sources", "must be addresses or blocks such as 192.0.2.0/24");
    out_.sources = *requested_.sources;
  }

  void change_secrets() {
    if (requested_.password) {
      const std::size_t size = requested_.password->reveal().size();
      if (size < kPasswordMin || size > kPasswordMax)
        add_problem(problems_, "password", "must be 8 to 1024 bytes");
      else if (!context_.common_passwords)
        if (const auto why = guessable(requested_.password->reveal(), out_.name); !why.empty())
          add_problem(problems_, "password", std::string(why));
      out_.password_hash = context_.transaction ? context_.password_hash : std::string(kNotHashed);
    }
    if (requested_.remove_key) remove_key(*requested_.remove_key);
    if (requested_.new_key) add_key(*requested_.new_key);
  }

  void remove_key(const std::string& label) {
    if (std::erase_if(out_.keys, [&](const ApiKey& key) { return key.label == label; }) == 0)
      add_problem(problems_, "remove_key", "must be the label of a key of this principal");
  }

  void add_key(const std::string& label) {
    new_key_ = make_key(context_.random);
    if (label.empty() || label.size() > 100)
      return add_problem(problems_, "new_key", "must be a label of 1 to 100 characters");
    if (out_.keys.size() >= kListMax)
      return add_problem(
          problems_, "new_key",
          "cannot be added, because no principal has more than 50 keys: remove one first");
    if (std::ranges::find(out_.keys, label, &ApiKey::label) != out_.keys.end())
      return add_problem(problems_, "new_key", "is the label of a key that exists already");
    out_.keys.push_back({label, hash_key(new_key_)});
  }

  void change_state() {
    if (requested_.locked) out_.locked = *requested_.locked;
    if (requested_.deleted) out_.deleted = *requested_.deleted;
    if (before_ && is_self(out_) && (out_.locked || out_.deleted))
      add_problem(problems_, requested_.deleted ? "deleted" : "locked",
                  "cannot be set on yourself: a principal cannot lock or remove itself",
                  ErrorKind::conflict);
  }

  // Checks that the actor holds the privileges it gives. A change that only removes privileges is
  // allowed.
  void validate_privileges() {
    const Privileges after = privileges_of(reader_, out_);
    const bool moves = before_ && out_.home != before_->home;
    const bool adds = std::ranges::any_of(out_.roles, [&](std::int64_t id) {
      return !before_ || std::ranges::find(before_->roles, id) == before_->roles.end();
    });
    const bool frees =
        before_ && privileges_.has(Privilege::read_only) && !after.has(Privilege::read_only);
    if ((!moves && !adds && !frees) || holds(context_.actor, after)) return;
    add_problem(problems_, requested_.roles ? "roles" : "home", kTooStrong + lacking(after),
                ErrorKind::role_denied);
  }

  // Returns the words for the privileges that the actor lacks.
  [[nodiscard]] std::string lacking(Privileges privileges) const {
    std::vector<std::string> out;
    for (const Privilege each : kPrivileges)
      if (privileges.has(each) && !holds(context_.actor, each)) out.emplace_back(word(each));
    return join(out, ", ");
  }

  // Checks what the actor may do to a principal that has more privileges than the actor. It may
  // restrict it, and may set its password, because the principal notices that. It may not rename
  // it, widen its access or add a key, which the principal would not notice.
  void validate_reach() {
    if (!before_) return;
    const Privileges after = privileges_of(reader_, out_);
    if (holds(context_.actor, after)) return;
    Problems widened;
    check_access_limits(widened, *before_, out_);
    const auto refuse = [&](bool is_requested, const char* field, const char* what) {
      if (is_requested)
        add_problem(problems_, field,
                    std::string(what) +
                        ", because it holds privileges that you lack: " + lacking(after) +
                        "; you can lock, unlock and remove it, and set its password",
                    ErrorKind::role_denied);
    };
    const auto is_widened = [&](std::string_view field) {
      return std::ranges::find(widened, field, &Problem::field) != widened.end();
    };
    refuse(out_.name != before_->name, "name", "cannot be changed");
    refuse(is_widened("doors"), "doors", "cannot be widened");
    refuse(is_widened("sources"), "sources", "cannot be widened");
    refuse(requested_.new_key.has_value(), "new_key", "cannot be made");
  }

  // Checks that one owner of the system remains. Most changes do not concern an owner and read no
  // other principal.
  void validate_owners() {
    if (!before_ || context_.may_leave_no_owner) return;
    if (!is_owner(reader_, *before_) || is_owner(reader_, out_)) return;
    if (has_owner(reader_, before_->id)) return;
    const char* field = out_.deleted                 ? "deleted"
                        : out_.locked                ? "locked"
                        : out_.home != before_->home ? "home"
                        : requested_.remove_key      ? "remove_key"
                        : requested_.roles           ? "roles"
                                                     : "doors";
    add_problem(problems_, field, kLastOwner, ErrorKind::conflict);
  }

  // Checks that the actor does not give access beyond its own limits. Locking, removing and taking
  // away a key need no check; every other change could make the principal usable where the actor is
  // not allowed.
  void validate_access_limits() {
    const bool empowers = is_new() || requested_.name || requested_.home || requested_.roles ||
                          requested_.doors || requested_.sources || requested_.password ||
                          requested_.new_key || requested_.locked == false;
    if (empowers) check_access_limits(problems_, context_.actor.principal, out_);
  }

  Result<Outcome> save() {
    AdminObjects admin_objects{.one = true, .made = is_new(), .rehearsed = call_.options.rehearse};
    // A rehearsal creates nothing, so it uses no number and shows no key.
    if (is_new() && context_.transaction) out_.id = context_.transaction->next_principal();
    TRY_DO(save_versioned(context_, call_, before_ ? &*before_ : nullptr, out_));
    if (requested_.locked == false) forget_failures();
    if (!call_.options.rehearse)
      admin_objects.new_key = new_key_;
    else if (is_new())
      out_.id = 0;
    admin_objects.principals.push_back(without_secrets(reader_, std::move(out_)));
    return admin_objects;
  }

  // Clears the counts of the name at all sources. The counts of the sources stay.
  void forget_failures() {
    if (!context_.attempts || !context_.transaction || call_.options.rehearse) return;
    if (call_.trace)
      call_.trace->done.push_back(
          {Notice::Kind::administered,
           {{"kind", "principal"}, {"thing_name", out_.name}, {"action", "unlock"}}});
    for (const std::string& key :
         {context_.attempts->of_name(out_.name), context_.attempts->of_guesses(out_.name)}) {
      context_.transaction->remove_attempts(key);
      if (context_.failures) context_.failures->forget(key);
    }
  }

  const UpsertContext& context_;
  store::ReadTransaction& reader_;
  const Call& call_;
  const UpsertPrincipal& requested_;
  Problems problems_;
  std::optional<Principal> before_;
  Privileges privileges_;  // the privileges of `before_`
  Principal out_;
  std::string new_key_;
};

}  // namespace

Result<Outcome> upsert_principal(const UpsertContext& context, const Call& call,
                                 const UpsertPrincipal& requested) {
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  PrincipalUpsert upsert(context, call, requested);
  TRY_DO(upsert.find());
  return upsert.run();
}

}  // namespace patchbay::core
