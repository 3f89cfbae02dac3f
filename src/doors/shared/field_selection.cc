// Every edit becomes single writes; a row is sent if it writes nothing but those.
#include "doors/shared/field_selection.h"

#include <algorithm>

#include "base/text.h"
#include "doors/shared/spelling_words.h"
#include "record/lens/lens_effects.h"

namespace patchbay::doors {
namespace {

using Form = ValueFormat::Form;

// A write that the edits ask for. `reason` is why no row carries it, as far as it is known.
struct Wanted {
  FieldWrite write;
  std::size_t edit = 0;  // index of the edit
  bool carried = false;
  LossKind reason = LossKind::no_field;
  std::string more{};
};

struct Candidate {
  std::size_t row = 0;
  Edit edit;
  std::string text;
  std::vector<std::size_t> carries;  // indices of wanted writes
  bool merges = false;               // street and number become one line
  bool is_exact = false;             // an edit has the target of the row
};

bool clears(const Edit& edit) { return std::holds_alternative<Clear>(edit); }

bool is_mask_edit(const core::FieldEdit& edit) {
  const Value* value = std::get_if<Value>(&edit.edit);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return row(edit.target.field).secret() && text && text->starts_with("****");
}

bool removes_parts(const core::FieldEdit& edit) {
  return edit.target.lens == Lens::parts || (edit.target.lens == Lens::part && clears(edit.edit));
}

// Whether the edit only demands that its part exists.
bool only_demands(const core::FieldEdit& edit) {
  return edit.target.lens == Lens::part && !clears(edit.edit);
}

// Country names are written as codes where the door shows codes.
std::string text_for(const Spelling& spelling, const Value& value) {
  std::string text = to_text(spelling, value);
  if (spelling.format.form == Form::country) return country_code(text).value_or(text);
  return text;
}

struct Refusal {
  LossKind kind;
  std::string more;
};

// What `objection` of the row to `value` is about.
Refusal refusal_of(const ValueFormat& format, const Value& value, const std::string& objection) {
  if (objection.starts_with("must be at most ") && objection.contains(", not "))
    return {LossKind::too_long, objection};
  const auto* number = std::get_if<std::int64_t>(&value);
  const bool is_sentinel = number && *number < 0;
  const auto* decimal = std::get_if<Decimal>(&value);
  const bool is_word = format.form == Form::enumerated || is_sentinel ||
                       (decimal && decimal->is_negative() && !format.negative);
  return {is_word ? LossKind::no_word : LossKind::not_accepted, objection};
}

class Selector {
 public:
  Selector(std::span<const core::FieldEdit> edits, std::span<const Spelling> rows,
           const SelectionOptions& options)
      : edits_(edits), rows_(rows), options_(options), lost_(edits.size()) {}

  FieldSelection select() {
    for (std::size_t i = 0; i < edits_.size(); ++i) want(i);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (auto candidate = consider(i)) candidates.push_back(std::move(*candidate));
    // A row that shows the very thing that an edit is about comes before others that carry it.
    const auto rank = [](const Candidate& each) {
      return std::pair(each.carries.size(), each.is_exact);
    };
    std::ranges::stable_sort(candidates, std::ranges::greater{}, rank);
    for (const Candidate& each : candidates) take(each);
    report();
    return finish();
  }

 private:
  // Splits an edit into writes. A later edit of the same field takes the place of an earlier one.
  void want(std::size_t index) {
    const core::FieldEdit& edit = edits_[index];
    if (only_demands(edit) || is_mask_edit(edit)) return;
    if (edit.objection) return lose(index, LossKind::not_valid, *edit.objection);
    if (removes_parts(edit)) return remove_parts(index);
    for (FieldWrite& write : writes_of(edit.target, edit.edit)) {
      std::erase_if(wanted_, [&](const Wanted& earlier) {
        return earlier.write.part == write.part && earlier.write.field == write.field;
      });
      wanted_.push_back({std::move(write), index});
    }
  }

  void remove_parts(std::size_t index) {
    const auto found = std::ranges::find(rows_, edits_[index].target, &Spelling::target);
    if (found == rows_.end()) return lose(index, LossKind::cannot_clear, "all of them at once");
    whole_.push_back(static_cast<std::size_t>(found - rows_.begin()));
  }

  [[nodiscard]] const Wanted* find(const PartRef& part, Field field) const {
    const auto found = std::ranges::find_if(wanted_, [&](const Wanted& each) {
      return each.write.part == part && each.write.field == field;
    });
    return found == wanted_.end() ? nullptr : &*found;
  }

  // The edit that this row would have to make, if the edits ask for one that it shows.
  [[nodiscard]] std::optional<Edit> edit_for(const Target& target, bool& merges) const {
    const bool of_customer = row(target.field).section == Section::customer;
    const PartRef part = of_customer ? PartRef{} : target.part;
    const auto of = [&](Field field) -> std::optional<Edit> {
      const Wanted* wanted = find(part, field);
      return wanted ? std::optional(wanted->write.edit) : std::nullopt;
    };
    switch (target.lens) {
      case Lens::field:
      case Lens::zero_if_none:
        return of(target.field);
      case Lens::days_due:
        return of(Field::invoices_due);
      case Lens::country_code:
      case Lens::country_name:
        return of(Field::address_country);
      case Lens::first_line:
        return line_of(of(Field::address_street), of(Field::address_building_number), merges);
      case Lens::whole_text:
        return of(Field::address_street);
      case Lens::region:
        return of(Field::address_state);
      case Lens::status_word:
      case Lens::active_word:
        if (of(Field::deleted) == Edit{Value{true}}) return Value{std::string("deleted")};
        return of(Field::status);
      case Lens::id:
      case Lens::uuid:
      case Lens::version:
      case Lens::enterprise:
      case Lens::part:
      case Lens::parts:
        return std::nullopt;
    }
    return std::nullopt;
  }

  // Street and number in one line, where both have values.
  static std::optional<Edit> line_of(const std::optional<Edit>& street,
                                     const std::optional<Edit>& number, bool& merges) {
    if (!street || !number || clears(*street) || clears(*number)) return street;
    const auto* first = std::get_if<std::string>(&std::get<Value>(*street));
    const auto* second = std::get_if<std::string>(&std::get<Value>(*number));
    if (!first || !second) return street;
    merges = true;
    return Value{*first + ' ' + *second};
  }

  // What writing the row would do, as indices of wanted writes; nothing if it would do more.
  [[nodiscard]] std::optional<std::vector<std::size_t>> covered(const Target& target,
                                                                const Edit& edit,
                                                                bool merges) const {
    std::vector<std::size_t> out;
    for (const FieldWrite& write : writes_of(target, edit)) {
      const Wanted* wanted = find(write.part, write.field);
      const bool same = wanted && (wanted->write.edit == write.edit || merges);
      if (same)
        out.push_back(static_cast<std::size_t>(wanted - wanted_.data()));
      else if (!options_.is_new || !(clears(write.edit) || write.edit == Edit{Value{false}}))
        return std::nullopt;
    }
    return out;
  }

  // Notes why this row does not carry the writes that it is about.
  void refuse(const Target& target, const Edit& edit, const Refusal& refusal) {
    for (const FieldWrite& write : writes_of(target, edit))
      for (Wanted& each : wanted_)
        if (each.write.part == write.part && each.write.field == write.field &&
            (each.reason == LossKind::no_field || each.reason == LossKind::read_only))
          each.reason = refusal.kind, each.more = refusal.more;
  }

  [[nodiscard]] std::optional<Refusal> refusal_of_value(const Spelling& spelling, const Edit& edit,
                                                        const std::string& text) const {
    const ValueFormat& format = spelling.format;
    if (format.read_only) return Refusal{LossKind::read_only, {}};
    if (clears(edit)) {
      if (format.needed) return Refusal{LossKind::cannot_clear, {}};
      return std::nullopt;
    }
    const Value& value = std::get<Value>(edit);
    if (std::holds_alternative<List>(value)) return std::nullopt;
    const core::FieldEdit again = parse_edit(spelling, text, spelling.name);
    if (again.objection) return refusal_of(format, value, *again.objection);
    if (again.edit != edit && format.form != Form::country)
      return Refusal{LossKind::not_accepted, allowed(format)};
    if (options_.carries && !options_.carries(text)) return Refusal{LossKind::not_carried, {}};
    return std::nullopt;
  }

  std::optional<Candidate> consider(std::size_t index) {
    const Spelling& spelling = rows_[index];
    bool merges = false;
    const auto edit = edit_for(spelling.target, merges);
    if (!edit) return std::nullopt;
    const Value* value = std::get_if<Value>(&*edit);
    std::string text = value ? text_for(spelling, *value) : std::string();
    if (auto refusal = refusal_of_value(spelling, *edit, text)) {
      // A row that is only shown writes nothing, so it is about the field it shows.
      const Target about = spelling.target.lens == Lens::active_word
                               ? Target{.field = Field::status}
                               : spelling.target;
      refuse(about, *edit, *refusal);
      return std::nullopt;
    }
    auto carries = covered(spelling.target, *edit, merges);
    if (!carries) {
      refuse(spelling.target, *edit, {LossKind::replaces_more, std::string(spelling.name)});
      return std::nullopt;
    }
    const bool is_exact =
        std::ranges::find(edits_, spelling.target, &core::FieldEdit::target) != edits_.end();
    return Candidate{index, *edit, std::move(text), std::move(*carries), merges, is_exact};
  }

  void take(const Candidate& candidate) {
    const auto is_open = [&](std::size_t each) { return !wanted_[each].carried; };
    if (std::ranges::none_of(candidate.carries, is_open)) return;
    for (const std::size_t each : candidate.carries) wanted_[each].carried = true;
    const Spelling& spelling = rows_[candidate.row];
    if (candidate.merges) {
      for (const std::size_t each : candidate.carries)
        reshape(wanted_[each].edit, spelling.name, candidate.text);
    } else if (spelling.format.form == Form::country && !clears(candidate.edit) &&
               std::get<Value>(candidate.edit) != Value{candidate.text}) {
      reshape(wanted_[candidate.carries.front()].edit, spelling.name, candidate.text);
    }
    sent_.push_back({candidate.row, {spelling, candidate.edit, candidate.text}});
  }

  void reshape(std::size_t edit, std::string_view name, const std::string& text) {
    lose(edit, LossKind::reshaped, std::string(name) + " is " + text);
  }

  void lose(std::size_t edit, LossKind kind, std::string_view more = {}) {
    if (!lost_[edit])
      lost_[edit] = make_loss(kind, edits_[edit].field, lost_value(edits_[edit]), more);
  }

  // An edit whose first write is carried lost only some of its other writes.
  void report() {
    for (std::size_t i = 0; i < edits_.size(); ++i) {
      const Wanted* first_open = nullptr;
      bool any_carried = false;
      std::string open;
      for (const Wanted& each : wanted_) {
        if (each.edit != i) continue;
        any_carried = any_carried || each.carried;
        if (each.carried) continue;
        if (!first_open) first_open = &each;
        open.append(open.empty() ? "" : ", ").append(row(each.write.field).key);
      }
      if (!first_open) continue;
      if (any_carried)
        lose(i, LossKind::partly, open);
      else
        lose(i, first_open->reason, first_open->more);
    }
  }

  FieldSelection finish() {
    FieldSelection out;
    for (const std::size_t each : whole_) sent_.push_back({each, {rows_[each], Clear{}, {}}});
    std::ranges::stable_sort(sent_, {}, &std::pair<std::size_t, FieldToSend>::first);
    for (auto& [unused, field] : sent_) out.fields.push_back(std::move(field));
    for (auto& each : lost_)
      if (each) out.losses.push_back(std::move(*each));
    return out;
  }

  std::span<const core::FieldEdit> edits_;
  std::span<const Spelling> rows_;
  const SelectionOptions& options_;
  std::vector<Wanted> wanted_{};
  std::vector<std::size_t> whole_{};  // rows that empty whole sections
  std::vector<std::pair<std::size_t, FieldToSend>> sent_{};
  std::vector<std::optional<Loss>> lost_;
};

struct PlainText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const Decimal& value) const { return value.text(); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const List& value) const { return patchbay::describe(Value(value)); }
  std::string operator()(const SealedSecret& value) const { return mask(value); }
};

}  // namespace

FieldSelection select_fields(std::span<const core::FieldEdit> edits, std::span<const Spelling> rows,
                             const SelectionOptions& options) {
  return Selector(edits, rows, options).select();
}

std::optional<std::string> lost_value(const core::FieldEdit& edit) {
  const Value* value = std::get_if<Value>(&edit.edit);
  if (!value) return std::nullopt;
  if (row(edit.target.field).secret()) return "****";
  // The value of an edit that its dialect cannot read is nothing to show.
  if (*value == Value(List{{}})) return std::string();
  return std::visit(PlainText{}, *value);
}

}  // namespace patchbay::doors
