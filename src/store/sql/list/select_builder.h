// Builds the part of a SELECT of customers after FROM.
#pragma once

#include <string>
#include <vector>

#include "record/search/query.h"
#include "store/sql/engine/rows.h"

namespace patchbay::store::sql {

// The customers whose children or subtrees a list covers.
struct Scope {
  CustomerId below;
  std::string path;  // path of `below`; "/" if that is above all roots
  bool recursive = false;
  bool itself = false;

  [[nodiscard]] bool holds(CustomerId id, CustomerId parent, std::string_view path_of_id) const {
    if (id == below) return itself;
    return recursive ? path_of_id.starts_with(path) : parent == below;
  }
};

class SelectBuilder {
 public:
  // Whether the caller needs all rows in any order, or the first rows in the order of the list.
  enum class Purpose : std::uint8_t { all, list };
  // `scope` must outlive this object.
  SelectBuilder(Connection& connection, const Scope& scope, Purpose purpose);

  void filter_life(Life life);
  void filter_enterprise(CustomerId id) { add(" AND enterprise = ", id.value); }
  // Adds the order of `query` and its position, if it has one. `query` must outlive this object.
  void begin(const CustomerQuery& query);
  void sort(const CustomerQuery& query);
  void limit(std::size_t rows) { add(" LIMIT ", static_cast<std::int64_t>(rows)); }
  void offset(std::size_t rows) { add(" OFFSET ", static_cast<std::int64_t>(rows)); }
  [[nodiscard]] Rows rows(std::string_view columns,
                          Rows::Count count = Rows::Count::bounded) const {
    return {connection_, "SELECT " + std::string(columns) + " FROM customers WHERE " + sql_,
            arguments_, count};
  }

 private:
  void select_children(const Scope& scope);
  void select_subtree(const Scope& scope, Purpose purpose);
  [[nodiscard]] bool is_small(const Scope& scope) const;
  void add(std::string_view sql, Argument one) {
    arguments_.push_back(one);
    sql_.append(sql) += "$" + std::to_string(arguments_.size());
  }

  Connection& connection_;
  const std::string end_;  // end of the subtree's paths
  std::string sql_;
  std::vector<Argument> arguments_;
};

}  // namespace patchbay::store::sql
