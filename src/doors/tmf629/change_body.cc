// Makes the change in a copy of the record, shows it as a document, and reads what that document
// would do as the serving half does. A field that would not arrive, or would take others with it,
// is left out, and all is shown again.
#include "doors/tmf629/change_body.h"

#include <algorithm>

#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"
#include "doors/tmf629/changed_members.h"
#include "doors/tmf629/client_rows.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/writer.h"
#include "record/lens/lens_effects.h"
#include "wire/merge_patch.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Object;
using wire::Tree;

constexpr std::string_view kUnknownRest =
    "a list is replaced as a whole, and the rest of it is not known without the customer";
// Ids of new parts, which only have to differ from each other.
constexpr std::uint64_t kFirstNew = 1'000'000'000;

bool clears(const Edit& edit) { return std::holds_alternative<Clear>(edit); }

// A record after edits. Those that it does not allow are left out.
Record changed(const Record& before, const auto& edits, const auto& target_of) {
  std::uint64_t last = kFirstNew;
  Draft draft{.record = before, .fresh_uuid = [&] { return Uuid::numbered(++last); }};
  for (const auto& each : edits) std::ignore = write_value(draft, target_of(each), each.edit);
  std::ignore = complete_draft(draft);
  return std::move(draft.record);
}
Record changed(const Record& before, const std::vector<core::FieldEdit>& edits) {
  return changed(before, edits, [](const core::FieldEdit& each) { return each.target; });
}
Record changed(const Record& before, const std::vector<FieldToSend>& fields) {
  return changed(before, fields, [](const FieldToSend& each) { return each.spelling.target; });
}

// Whether a list shows it, which a patch replaces as a whole.
bool is_in_list(const Spelling& row) {
  const std::string_view member = member_of(row.target.field);
  return !member.empty() && member != "name" && member != "description" && member != "status" &&
         member != "engagedParty";
}

// What belongs to a part as such, and comes and goes with it.
bool is_mark(Field field) {
  return field == Field::address_ordinal || field == Field::address_primary ||
         field == Field::address_type || field == Field::contact_ordinal ||
         field == Field::contact_primary || field == Field::contact_type ||
         field == Field::contact_role;
}

class ChangeWriter {
 public:
  ChangeWriter(const std::vector<core::FieldEdit>& edits, Release release, const Record& before,
               bool is_new)
      : edits_(edits), release_(release), is_new_(is_new), before_(before) {}

  // Takes over what the edits say, or only what no list shows.
  void choose(bool with_lists) {
    FieldSelection all = select_fields(edits_, rows(/*with_lists=*/true), {.is_new = is_new_});
    if (with_lists) {
      fields_ = std::move(all.fields);
      losses_ = std::move(all.losses);
      return;
    }
    FieldSelection some = select_fields(edits_, rows(/*with_lists=*/false), {.is_new = is_new_});
    fields_ = std::move(some.fields);
    for (Loss& each : some.losses) {
      const auto same = [&](const Loss& other) {
        return other.field == each.field && other.kind == each.kind;
      };
      if (std::ranges::none_of(all.losses, same))
        each = make_loss(LossKind::replaces_more, each.field, each.value, kUnknownRest);
      losses_.push_back(std::move(each));
    }
  }

  Object write() {
    wanted_ = changed(before_, edits_);
    while (true) {
      const Record after = changed(before_, fields_);
      Object body = composed(after);
      if (!drop_misread(body, after)) return body;
    }
  }

  // The members as they are written without a look at the record.
  Object write_unseen() {
    Object out = composed(changed(before_, fields_));
    std::erase_if(out, [&](const auto& member) {
      if (!member.second.array()) return false;
      losses_.push_back(
          make_loss(LossKind::replaces_more, member.first, std::nullopt, kUnknownRest));
      return true;
    });
    return out;
  }

  [[nodiscard]] std::vector<Loss> losses() { return std::move(losses_); }

 private:
  [[nodiscard]] std::vector<Spelling> rows(bool with_lists) const {
    std::vector<Spelling> out;
    for (const Spelling& each : customer_rows(release_))
      if (with_lists || !is_in_list(each)) out.push_back(each);
    if (!with_lists) return out;
    std::vector<PartRef> known;
    for (const core::FieldEdit& edit : edits_) {
      const Section section = row(edit.target.field).section;
      if (section == Section::customer) continue;
      if (edit.target.lens == Lens::part || edit.target.lens == Lens::parts)
        out.push_back({"contactMedium", edit.target, {}});
      if (std::ranges::find(known, edit.target.part) != known.end()) continue;
      known.push_back(edit.target.part);
      for (Spelling each : section == Section::contact ? contact_rows() : address_rows()) {
        each.target.part = edit.target.part;
        out.push_back(each);
      }
    }
    return out;
  }

  [[nodiscard]] Object composed(const Record& after) const {
    return changed_members({.before = before_,
                            .after = after,
                            .fields = fields_,
                            .release = release_,
                            .is_new = is_new_});
  }

  // ---- reading back

  // Leaves out the fields that a server would not read from this body as they are meant. Returns
  // whether there are any.
  bool drop_misread(const Object& body, const Record& after) {
    const core::Edits read = read_back(body);
    const Record got = changed(before_, read.edits);
    std::vector<Spoilt> spoilt;
    for (const Problem& each : read.problems) spoilt.push_back({.member = spoilt_by(each)});
    for (const Difference& each : diff(before_.values, got.values))
      if (is_too_much(each, after)) spoilt.push_back(spoilt_by(each.path));
    std::vector<FieldToSend> dropped;
    std::vector<FieldToSend> left;
    for (FieldToSend& each : fields_) {
      const bool is_spoilt = std::ranges::any_of(
          spoilt, [&](const Spoilt& one) { return is_in(each.spelling.target, one); });
      (is_spoilt || !arrives(each, after, got) ? dropped : left).push_back(std::move(each));
    }
    // What is wrong and none of the fields' doing cannot be mended by leaving one of them out.
    if (!spoilt.empty() && dropped.empty()) std::swap(dropped, left);
    fields_ = std::move(left);
    for (const FieldToSend& each : dropped) lose(each, !spoilt.empty());
    if (dropped.empty()) forget_partly(got);
    return !dropped.empty();
  }

  // A member that says too much, and the part that it is about if that is known.
  struct Spoilt {
    std::string_view member;
    std::optional<Uuid> part{};
  };

  [[nodiscard]] bool is_in(const Target& target, const Spoilt& spoilt) const {
    if (member_of(target.field) != spoilt.member) return false;
    if (!spoilt.part) return true;
    const Section section = row(target.field).section;
    return section != Section::customer && find_part(before_, section, target.part) == spoilt.part;
  }

  // The fields of one part, or all of the member if none of them is about that part.
  [[nodiscard]] Spoilt spoilt_by(const Path& path) const {
    const Spoilt whole{.member = member_of(path.field)};
    if (row(path.field).section == Section::customer) return whole;
    const Spoilt one{.member = whole.member, .part = path.part};
    const bool has = std::ranges::any_of(
        fields_, [&](const FieldToSend& each) { return is_in(each.spelling.target, one); });
    return has ? one : whole;
  }

  [[nodiscard]] core::Edits read_back(const Object& body) const {
    if (is_new_) return edits_of_new(body, release_);
    const Tree document = customer_json(before_, release_, {});
    return edits_between(document, wire::apply_merge_patch(document, Tree(body)),
                         {.record = before_, .enterprise = {}, .plan = {}}, release_,
                         Arrays::merged);
  }

  // The member that a problem is about; the one of what is kept for any other.
  [[nodiscard]] static std::string_view spoilt_by(const Problem& problem) {
    for (const std::string_view each : {"name", "description", "status", "engagedParty", "account",
                                        "paymentMethod", "contactMedium", "characteristic"})
      if (problem.field.starts_with(each)) return each;
    return {};
  }

  // Whether a value that the body changes is none that the call is about.
  [[nodiscard]] bool is_too_much(const Difference& difference, const Record& after) const {
    const Path& path = difference.path;
    if (path.field == Field::extensions || is_mark(path.field)) return false;
    const Section section = row(path.field).section;
    if (section != Section::customer && !before_.has_part(section, path.part)) return false;
    const auto is = [&](const Record& record) {
      const Value* held = record.find(path.field, path.part);
      return held ? difference.after == *held : !difference.after;
    };
    return !is(after) && !is(wanted_);
  }

  // Whether what a field is to write is there.
  [[nodiscard]] bool arrives(const FieldToSend& field, const Record& after,
                             const Record& got) const {
    const Target& target = field.spelling.target;
    if (target.field == Field::extensions) return true;
    const Section section = row(target.field).section;
    if (target.lens == Lens::parts) return got.count_parts(section) == 0;
    if (target.lens == Lens::part) {
      const auto part = find_part(before_, section, target.part);
      return !part || !got.has_part(section, *part);
    }
    return std::ranges::all_of(writes_of(target, field.edit), [&](const FieldWrite& write) {
      return is_written(write, after, got);
    });
  }

  [[nodiscard]] bool is_written(const FieldWrite& write, const Record& after,
                                const Record& got) const {
    const Section section = row(write.field).section;
    const auto part = section == Section::customer ? std::optional(Uuid{})
                                                   : find_part(before_, section, write.part);
    const auto value = [&](const Record& record, const Uuid& id) {
      const Value* held = record.find(write.field, id);
      return held ? std::optional(*held) : std::nullopt;
    };
    if (part) return value(after, *part) == value(got, *part);
    // A part that is made has another id there.
    return clears(write.edit) || std::ranges::any_of(got.parts(section), [&](const Uuid& id) {
             return !before_.has_part(section, id) && value(got, id) == std::get<Value>(write.edit);
           });
  }

  // Whether a field carries a part of an edit.
  static bool carries(const FieldToSend& field, const core::FieldEdit& edit) {
    if (edit.target == field.spelling.target) return true;
    const auto writes = writes_of(field.spelling.target, field.edit);
    return std::ranges::any_of(writes_of(edit.target, edit.edit), [&](const FieldWrite& each) {
      return std::ranges::find(writes, each) != writes.end();
    });
  }

  void lose(const FieldToSend& field, bool is_spoilt) {
    for (const core::FieldEdit& edit : edits_) {
      if (!carries(field, edit)) continue;
      LossKind kind = LossKind::replaces_more;
      if (!is_spoilt && row(edit.target.field).section != Section::customer)
        kind = LossKind::other_part;
      else if (!is_spoilt && clears(edit.edit))
        kind = LossKind::cannot_clear;
      if (std::ranges::any_of(fields_, [&](const auto& left) { return carries(left, edit); }))
        kind = LossKind::partly;
      std::erase_if(losses_, [&](const Loss& each) { return each.field == edit.field; });
      losses_.push_back(make_loss(kind, edit.field, lost_value(edit), field.spelling.name));
    }
  }

  // An address that shows nothing any more goes as a whole, with what the standard does not show.
  void forget_partly(const Record& got) {
    std::erase_if(losses_, [&](const Loss& loss) {
      if (loss.kind != LossKind::partly) return false;
      const auto edit = std::ranges::find(edits_, loss.field, &core::FieldEdit::field);
      if (edit == edits_.end()) return false;
      const Section section = row(edit->target.field).section;
      const auto part = section == Section::customer
                            ? std::nullopt
                            : find_part(before_, section, edit->target.part);
      return part && !got.has_part(section, *part) && !wanted_.has_part(section, *part);
    });
  }

  const std::vector<core::FieldEdit>& edits_;
  Release release_;
  bool is_new_;
  const Record& before_;
  Record wanted_{};
  std::vector<FieldToSend> fields_{};
  std::vector<Loss> losses_{};
};

}  // namespace

Object change_body(const std::vector<core::FieldEdit>& edits, Release release,
                   const ClientContext& context, EncodedCall& out) {
  const Record unknown;
  ChangeWriter writer(edits, release, context.record ? *context.record : unknown, /*is_new=*/false);
  writer.choose(/*with_lists=*/context.record != nullptr);
  Object body = context.record ? writer.write() : writer.write_unseen();
  std::ranges::move(writer.losses(), std::back_inserter(out.losses));
  if (context.record && std::ranges::any_of(body, [](const auto& member) {
        return member.second.array() != nullptr;
      }))
    out.looked_up.emplace_back("the rest of each list, which the request replaces");
  return body;
}

Object new_body(const std::vector<core::FieldEdit>& edits, Release release, EncodedCall& out) {
  const Record none;
  ChangeWriter writer(edits, release, none, /*is_new=*/true);
  writer.choose(/*with_lists=*/true);
  Object body = writer.write();
  std::ranges::move(writer.losses(), std::back_inserter(out.losses));
  Tree document(std::move(body));
  if (text_of(document, "name").empty())
    document.set("name", add_placeholder(out, "NAME", "the name of the new customer"));
  for (auto& [name, value] : *document.object())
    if (name == "engagedParty" && value.object())
      value.set("id", add_placeholder(out, "PARTY_ID", "the id of the party that it is"));
  return std::move(*document.object());
}

}  // namespace patchbay::doors::tmf629
