// The schemas of exports and imports.
#include "doors/native/open_api/open_api_schemas.h"

namespace patchbay::doors::native {
namespace {

constexpr NamedSchema kFileSchemas[] = {
    {"CustomersFile",
     R"({"type":"string","description":"CSV with a header, or JSON Lines; a row for each customer."})"},
    {"Import", R"({
      "type":"object","required":["batch","applied","file","key","columns","rows","made","changed","unchanged","refused","written_before","changes","faults"],"properties":{
        "batch":{"type":"string","format":"uuid","description":"Of all changes; what they can be undone by."},
        "applied":{"type":"boolean","description":"Whether rows were written. A plan, and an import of which a row is refused, writes nothing."},
        "file":{"type":"string","description":"What was found out about it, for people."},
        "key":{"type":"string","description":"What finds a customer that exists already."},
        "columns":{"type":"array","items":{"type":"object","required":["name","meaning"],"properties":{
          "name":{"type":"string","description":"As the file has it."},
          "meaning":{"type":"string","description":"The field."}}}},
        "rows":{"type":"integer","minimum":0},
        "made":{"type":"integer","minimum":0,"description":"New customers."},
        "changed":{"type":"integer","minimum":0},
        "unchanged":{"type":"integer","minimum":0},
        "refused":{"type":"integer","minimum":0},
        "written_before":{"type":"integer","minimum":0,"description":"Rows that this batch wrote, or found unchanged, before. They are not looked at again, also if they were changed or undone since: give another `batch` for that."},
        "changes":{"type":"array","description":"Of a plan: what some rows would change.","items":{
          "type":"object","required":["line","what"],"properties":{
            "line":{"type":"integer","minimum":1},
            "customer":{"type":"integer","description":"Absent of a new customer."},
            "what":{"type":"string"}}}},
        "faults":{"type":"array","description":"What is wrong with some of the refused rows.","items":{
          "type":"object","required":["line","byte","what"],"properties":{
            "line":{"type":"integer","minimum":1},
            "byte":{"type":"integer","minimum":0,"description":"In the unpacked file as UTF-8."},
            "column":{"type":"string","description":"Absent if the row as a whole is wrong."},
            "what":{"type":"string"}}}}}})"},
};

}  // namespace

std::span<const NamedSchema> file_schemas() { return kFileSchemas; }

}  // namespace patchbay::doors::native
