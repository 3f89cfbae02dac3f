// How the standard spells contact media, as rows.
#pragma once

#include <array>
#include <string_view>

#include "doors/tmf629/media.h"
#include "record/lens/lens.h"

namespace patchbay::doors::tmf629 {

struct MediumRow {
  MediumKind kind;
  std::string_view flat;    // the mediumType of v4
  std::string_view typed;   // the @type of v5
  std::string_view member;  // with its text; empty for an address
};
inline constexpr MediumRow kMediumRows[] = {
    {MediumKind::email, "email", "EmailContactMedium", "emailAddress"},
    {MediumKind::phone, "phone", "PhoneContactMedium", "phoneNumber"},
    {MediumKind::fax, "fax", "FaxContactMedium", "faxNumber"},
    {MediumKind::address, "postalAddress", "GeographicAddressContactMedium", {}},
};
// The one medium that the record has no field for.
inline constexpr std::string_view kSocialMember = "socialNetworkId";
inline constexpr std::string_view kSocialFlat = "socialNetwork";
inline constexpr std::string_view kSocialTyped = "SocialContactMedium";

// The members that say what a medium is, whose names depend on the release.
struct MediumWords {
  std::string_view medium_type;
  std::string_view detail_type;
};
[[nodiscard]] constexpr MediumWords words_of_release(Release release) {
  return release == Release::v3 ? MediumWords{"type", "type"}
                                : MediumWords{"mediumType", "contactType"};
}

struct PlaceRow {
  std::string_view name;
  Lens lens;
  Field field;
};
inline constexpr std::array<PlaceRow, 6> kPlaceRows = {{
    {"street1", Lens::first_line, Field::address_street},
    {"street2", Lens::field, Field::address_line2},
    {"city", Lens::field, Field::address_city},
    {"postCode", Lens::field, Field::address_postal_code},
    {"stateOrProvince", Lens::region, Field::address_state},
    {"country", Lens::field, Field::address_country},
}};

// The numbers of a contact, with the contactType that says which one it is.
struct NumberRow {
  MediumKind kind;
  Field field;
  std::string_view contact_type;
};
inline constexpr std::array<NumberRow, 4> kNumberRows = {{
    {MediumKind::email, Field::contact_email, {}},
    {MediumKind::phone, Field::contact_telephone, "telephone"},
    {MediumKind::phone, Field::contact_mobile, "mobile"},
    {MediumKind::phone, Field::contact_additional_telephone, "additional"},
}};

inline constexpr std::string_view kAddressTypes[] = {"main", "delivery", "billing"};

}  // namespace patchbay::doors::tmf629
