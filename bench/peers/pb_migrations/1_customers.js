// The collection on which PocketBase is measured. Only its administrator may use it.
migrate((db) => {
  const text = (name, max) => ({ name, type: "text", required: false, options: { max } });
  const collection = new Collection({
    name: "customers",
    type: "base",
    schema: [
      { name: "version", type: "number", options: {} },
      text("website", 255),
      text("notes", 500),
      text("tax_number", 255),
      text("rest", 2000),
    ],
  });
  return new Dao(db).saveCollection(collection);
});
