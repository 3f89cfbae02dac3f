// The table of elements, in the order of the document.
#include "doors/m2mportal/fields.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr Spelling kEdited[] = {
    // clang-format off
    {"website",          at(Field::website),                                                       format::text(100)},
    {"head-office",      at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_main),     format::text(200)},
    {"delivery-address", at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_delivery), format::text(200)},
    {"billing-address",  at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_billing),  format::text(200)},
    {"notes",            at(Field::notes),                                                         format::text(500)},
    // clang-format on
};

constexpr Spelling kCustomer = {"customer", at(Field::name), format::text(50).required()};

}  // namespace

std::span<const Spelling> edited_elements() { return kEdited; }

std::span<const Spelling> added_elements() { return {}; }

const Spelling& customer_element() { return kCustomer; }

}  // namespace patchbay::doors::m2mportal
