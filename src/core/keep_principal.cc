// Keeping principals: who may change whom, and what may be given to whom.
//
// Whoever stands above a principal, or beside it with at least its privileges, can lock, unlock,
// re-password and remove it, whatever its roles have become. To make it able to do more, or to have
// it reach further, takes all the privileges that it then has.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "core/common_passwords.h"
#include "core/fence.h"
#include "core/keep.h"
#include "core/keeping.h"
#include "core/known_names.h"
#include "core/names.h"
#include "core/owners.h"
#include "core/password.h"
#include "core/probes.h"
#include "core/roles.h"
#include "core/sources.h"
#include "core/subject.h"
#include "record/fold.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPasswordMin = 8;
constexpr std::size_t kPasswordMax = 1024;
// Stands for the hash of a password where nothing is kept: a hash takes long.
constexpr std::string_view kNotHashed = "not hashed";
constexpr const char* kTooStrong = "cannot give a privilege that you do not hold yourself: ";

using Problems = std::vector<Problem>;

class Keeping {
 public:
  Keeping(const Keeper& keeper, const Call& call, const KeepPrincipal& wanted)
      : keeper_(keeper),
        reader_(keeper.reader),
        call_(call),
        wanted_(wanted),
        problems_(call.problems) {}

  // Whom the call is about: refused where the actor may not change it at all.
  Result<void> find() {
    if (wanted_.id.empty()) {
      out_.home = keeper_.actor.home();
      return {};
    }
    const auto number = parse_whole(wanted_.id);
    auto found = number ? reader_.principal(*number) : principal_named(reader_, wanted_.id);
    if (!found || found->deleted || !reaches(keeper_.actor, reader_.lineage(found->home)))
      return std::unexpected(no_such_thing(std::nullopt, wanted_.id));
    privileges_ = privileges_of(reader_, *found);
    const bool is_below = found->home != keeper_.actor.home();
    if (!is_self(*found) && !is_below && !holds(keeper_.actor, privileges_))
      return std::unexpected(
          Fault(Wrong::role_denied,
                "it has privileges that you lack: only who stands above it can change it"));
    out_ = *found;
    before_ = std::move(found);
    return {};
  }

  Result<Outcome> keep() {
    change_name();
    change_home();
    change_roles();
    change_doors();
    change_sources();
    change_secrets();
    change_state();
    judge_strength();
    judge_reach();
    judge_fence();
    judge_owners();
    if (!problems_.empty()) return std::unexpected(Fault(std::move(problems_)));
    return save();
  }

 private:
  [[nodiscard]] bool is_new() const { return !before_; }
  [[nodiscard]] bool is_self(const Principal& principal) const {
    return principal.id == keeper_.actor.principal.id;
  }

  void change_name() {
    if (!wanted_.name) {
      if (is_new()) blame(problems_, "name", "is required");
      return;
    }
    // One that is kept in another form, from an older version, is left alone.
    if (before_ && before_->name == *wanted_.name) return;
    const std::string name = composed(*wanted_.name);
    if (before_ && before_->name == name) return;
    out_.name = name;
    const bool at_top = wanted_.home.value_or(out_.home) == kRoot;
    if (auto refused = name_refusal(name, at_top))
      return blame(problems_, "name", std::move(*refused));
    if (keeper_.names_closed) return blame(problems_, "name", kTooOften, Wrong::too_many_requests);
    const auto same = reader_.alike(name, out_.id);
    if (!same) return;
    const bool is_seen = reaches(keeper_.actor, reader_.lineage(same->home));
    std::string what = kNotFree;
    if (is_seen && same->name == name) what = "is the name of a principal that exists already";
    if (is_seen && same->name != name)
      what = "differs from the name of the principal \"" + same->name +
             "\" only in case or in Unicode form";
    blame(problems_, "name", std::move(what), Wrong::conflict);
  }

  void change_home() {
    if (!wanted_.home) return;
    if (!in_reach(keeper_, *wanted_.home))
      blame(problems_, "home", "must be the id of an existing customer");
    out_.home = *wanted_.home;
  }

  // A door that is not there would keep its principal out of all of them.
  void change_doors() {
    if (!wanted_.doors) return;
    out_.doors = *wanted_.doors;
    if (!keeper_.doors || keeper_.doors->empty()) return;
    const std::vector<std::string_view> known(keeper_.doors->begin(), keeper_.doors->end());
    for (const std::string& each : out_.doors)
      if (std::ranges::find(known, each) == known.end())
        blame(problems_, "doors",
              "must be doors of this server, which are " + join(*keeper_.doors, ", ") + ": \"" +
                  each + "\" is none" + suggestion(nearest_name(each, known)));
  }

  void change_roles() {
    const Lineage home = reader_.lineage(out_.home);
    if (wanted_.roles) {
      if (wanted_.roles->size() > kListMax) return blame(problems_, "roles", "must be at most 50");
      out_.roles.clear();
      for (const std::string& each : *wanted_.roles) add_role(each, home);
    }
    if (!before_ || out_.home == before_->home) return;
    // What is not seen from there would come alive again with the next move.
    for (const std::int64_t id : out_.roles)
      if (!role_seen(reader_, id, home))
        blame(problems_, "roles",
              "cannot hold at the new home, where it is not seen, role " + std::to_string(id));
  }

  // `given` is a number or a name.
  void add_role(const std::string& given, const Lineage& home) {
    const auto number = parse_whole(given);
    if (number && before_ && std::ranges::find(before_->roles, *number) != before_->roles.end())
      return hold(*number);  // it stays, whatever has become of the role
    std::vector<Reference> found;
    if (!number)
      found = roles_seen(reader_, given, home);
    else if (auto role = role_seen(reader_, *number, home))
      found.push_back(std::move(*role));
    if (found.empty())
      return blame(problems_, "roles",
                   "must be names or ids of roles that its home sees; there is none called \"" +
                       given + '"');
    if (found.size() > 1) return blame(problems_, "roles", several(given, found), Wrong::conflict);
    hold(found.front().id);
  }

  static std::string several(const std::string& name, const std::vector<Reference>& roles) {
    std::vector<std::string> ids;
    for (const Reference& each : roles) ids.push_back(std::to_string(each.id));
    return "must say by id which role called \"" + name + "\" is meant: " + join(ids, ", ");
  }

  void hold(std::int64_t role) {
    if (std::ranges::find(out_.roles, role) == out_.roles.end()) out_.roles.push_back(role);
  }

  void change_sources() {
    if (!wanted_.sources) return;
    if (wanted_.sources->size() > kListMax) blame(problems_, "sources", "must be at most 50");
    for (const std::string& block : *wanted_.sources)
      if (!is_block(block))
        blame(problems_, "sources", "must be addresses or blocks such as 192.0.2.0/24");
    out_.sources = *wanted_.sources;
  }

  void change_secrets() {
    if (wanted_.password) {
      const std::size_t size = wanted_.password->reveal().size();
      if (size < kPasswordMin || size > kPasswordMax)
        blame(problems_, "password", "must be 8 to 1024 bytes");
      else if (!keeper_.common_passwords)
        if (const auto why = guessable(wanted_.password->reveal(), out_.name); !why.empty())
          blame(problems_, "password", std::string(why));
      out_.password_hash = keeper_.transaction ? keeper_.password_hash : std::string(kNotHashed);
    }
    if (wanted_.remove_key) remove_key(*wanted_.remove_key);
    if (wanted_.new_key) add_key(*wanted_.new_key);
  }

  void remove_key(const std::string& label) {
    if (std::erase_if(out_.keys, [&](const ApiKey& key) { return key.label == label; }) == 0)
      blame(problems_, "remove_key", "must be the label of a key of this principal");
  }

  void add_key(const std::string& label) {
    new_key_ = make_key(keeper_.random);
    if (label.empty() || label.size() > 100)
      return blame(problems_, "new_key", "must be a label of 1 to 100 characters");
    if (out_.keys.size() >= kListMax)
      return blame(problems_, "new_key",
                   "cannot be added, because no principal has more than 50 keys: remove one first");
    if (std::ranges::find(out_.keys, label, &ApiKey::label) != out_.keys.end())
      return blame(problems_, "new_key", "is the label of a key that exists already");
    out_.keys.push_back({label, hash_key(new_key_)});
  }

  void change_state() {
    if (wanted_.locked) out_.locked = *wanted_.locked;
    if (wanted_.deleted) out_.deleted = *wanted_.deleted;
    if (before_ && is_self(out_) && (out_.locked || out_.deleted))
      blame(problems_, wanted_.deleted ? "deleted" : "locked",
            "cannot be set on yourself: nobody locks or removes their own principal",
            Wrong::conflict);
  }

  // A change that leaves a principal with less than it had is no gift.
  void judge_strength() {
    const Privileges after = privileges_of(reader_, out_);
    const bool moves = before_ && out_.home != before_->home;
    const bool adds = std::ranges::any_of(out_.roles, [&](std::int64_t id) {
      return !before_ || std::ranges::find(before_->roles, id) == before_->roles.end();
    });
    const bool frees =
        before_ && privileges_.has(Privilege::read_only) && !after.has(Privilege::read_only);
    if ((!moves && !adds && !frees) || holds(keeper_.actor, after)) return;
    blame(problems_, wanted_.roles ? "roles" : "home", kTooStrong + lacking(after),
          Wrong::role_denied);
  }

  // The words of what the actor lacks of `privileges`.
  [[nodiscard]] std::string lacking(Privileges privileges) const {
    std::vector<std::string> out;
    for (const Privilege each : kPrivileges)
      if (privileges.has(each) && !holds(keeper_.actor, each)) out.emplace_back(word(each));
    return join(out, ", ");
  }

  // Whoever stands above a stronger principal may take from it, and take it over by its password,
  // which it then notices: but neither have it pass for another, nor reach further, nor be used
  // beside its bearer.
  void judge_reach() {
    if (!before_) return;
    const Privileges after = privileges_of(reader_, out_);
    if (holds(keeper_.actor, after)) return;
    Problems widened;
    check_fence(widened, *before_, out_);
    const auto refuse = [&](bool is_wished, const char* field, const char* what) {
      if (is_wished)
        blame(problems_, field,
              std::string(what) + ", because it holds privileges that you lack: " + lacking(after) +
                  "; you can lock, unlock and remove it, and set its password",
              Wrong::role_denied);
    };
    const auto is_widened = [&](std::string_view field) {
      return std::ranges::find(widened, field, &Problem::field) != widened.end();
    };
    refuse(out_.name != before_->name, "name", "cannot be changed");
    refuse(is_widened("doors"), "doors", "cannot be widened");
    refuse(is_widened("sources"), "sources", "cannot be widened");
    refuse(wanted_.new_key.has_value(), "new_key", "cannot be made");
  }

  // Somebody has to be left who can administer the system. Nearly every change is of somebody else,
  // and looks at nobody.
  void judge_owners() {
    if (!before_ || keeper_.may_leave_no_owner) return;
    if (!is_owner(reader_, *before_) || is_owner(reader_, out_)) return;
    if (has_owner(reader_, before_->id)) return;
    const char* field = out_.deleted                 ? "deleted"
                        : out_.locked                ? "locked"
                        : out_.home != before_->home ? "home"
                        : wanted_.remove_key         ? "remove_key"
                        : wanted_.roles              ? "roles"
                                                     : "doors";
    blame(problems_, field, kLastOwner, Wrong::conflict);
  }

  // Locking, removing and taking a key away can be done to anybody; whatever else is given makes a
  // principal that can act, and none may act where whoever made it so cannot.
  void judge_fence() {
    const bool empowers = is_new() || wanted_.name || wanted_.home || wanted_.roles ||
                          wanted_.doors || wanted_.sources || wanted_.password || wanted_.new_key ||
                          wanted_.locked == false;
    if (empowers) check_fence(problems_, keeper_.actor.principal, out_);
  }

  Result<Outcome> save() {
    Things things{.one = true, .made = is_new(), .rehearsed = call_.how.rehearse};
    // A rehearsal makes none: it tells neither a number nor a key.
    if (is_new() && keeper_.transaction) out_.id = keeper_.transaction->next_principal();
    TRY_DO(save_thing(keeper_, call_, before_ ? &*before_ : nullptr, out_));
    if (wanted_.locked == false) forget_failures();
    if (!call_.how.rehearse)
      things.new_key = new_key_;
    else if (is_new())
      out_.id = 0;
    things.principals.push_back(presentable(reader_, std::move(out_)));
    return things;
  }

  // Of the name at all sources; those of the sources themselves stay.
  void forget_failures() {
    if (!keeper_.attempts || !keeper_.transaction || call_.how.rehearse) return;
    if (call_.trace)
      call_.trace->done.push_back(
          {Notice::Kind::administered,
           {{"kind", "principal"}, {"thing_name", out_.name}, {"action", "unlock"}}});
    for (const std::string& key :
         {keeper_.attempts->of_name(out_.name), keeper_.attempts->of_guesses(out_.name)}) {
      keeper_.transaction->remove_attempts(key);
      if (keeper_.failures) keeper_.failures->forget(key);
    }
  }

  const Keeper& keeper_;
  store::Reader& reader_;
  const Call& call_;
  const KeepPrincipal& wanted_;
  Problems problems_;
  std::optional<Principal> before_;
  Privileges privileges_;  // those of `before_`
  Principal out_;
  std::string new_key_;
};

}  // namespace

Result<Outcome> keep_principal(const Keeper& keeper, const Call& call,
                               const KeepPrincipal& wanted) {
  TRY_DO(allowed_by_role(keeper.actor, call.demand, Act::change));
  Keeping keeping(keeper, call, wanted);
  TRY_DO(keeping.find());
  return keeping.keep();
}

}  // namespace patchbay::core
