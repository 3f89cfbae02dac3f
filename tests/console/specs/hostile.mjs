// Values that try to be more than text, in every field that takes them, through every door.
import { equal, none, ok } from "../support/expect.mjs";

const HOSTILE = [
  "<img src=x onerror=\"window.harmed=1\">",
  "\"><script>window.harmed=1</script>",
  "'-window.harmed++-'",
  "javascript:window.harmed=1//",
  "{{constructor.constructor('window.harmed=1')()}} ${window.harmed=1}",
  "<svg/onload=window.harmed=1><style>*{display:none}</style>",
  "\u202Egnirts desrever\u202C \u0007 &lt;b&gt; &#60;i&#62;",
  "</textarea></title></option><iframe srcdoc='<script>parent.harmed=1</script>'>",
];

const fits = (field, text) => text.slice(0, field.max_length ?? text.length);

export const cases = {
  "every field of text shows them as text on every view, and the policy refuses nothing": async ({ person, api, server }) => {
    const { sections } = await api("GET", "/v1/fields");
    const fields = sections.flatMap((section) => section.fields).filter((field) => !field.care?.includes("server"));
    const record = await api("GET", "/v1/customers/101");
    const [address, contact] = [Object.keys(record.addresses)[0], Object.keys(record.contacts)[0]];
    const body = (field, value) => field.scope === "address" ? { addresses: { [address]: { [field.key]: value } } }
      : field.scope === "contact" ? { contacts: { [contact]: { [field.key]: value } } } : { [field.key]: value };
    // Each field takes one that the server lets in, if there is one.
    let taken = 0;
    const refused = [];
    for (const [i, field] of fields.filter((each) => ["text", "word", "plain"].includes(each.type) && !each.choices).entries()) {
      const texts = HOSTILE.map((_, j) => fits(field, HOSTILE[(i + j) % HOSTILE.length]));
      let is_in = false;
      for (const text of texts) {
        const reply = await api("PATCH", "/v1/customers/101", body(field, text)).catch(() => null);
        if (reply && (is_in = true)) break;
      }
      if (is_in) taken++;
      else refused.push(field.path);
    }
    ok(taken >= 20, `only ${taken} fields took a hostile value; refused: ${refused}`);
    const sends = [
      ["POST", "/", `<edit-customer version="1" api-id="1"><authentication><username>username</username><password>password</password></authentication><customer>${(await api("GET", "/v1/customers/101")).name.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</customer><notes>&lt;img src=x onerror="window.harmed=1"&gt;</notes></edit-customer>`, { headers: { "Content-Type": "application/xml" } }],
      ["PUT", "/api/2.0/customers/101", { state_provinces: HOSTILE[1] }, { as: "username" }],
      ["GET", `/api/json/customers/update/?auth_username=username;auth_password=password;id=101;description=${encodeURIComponent(HOSTILE[5])}`, undefined, { as: "username" }],
    ];
    for (const [method, path, sent, options] of sends) await api(method, path, sent, options);

    const someone = await person({ as: "root" });
    for (const view of ["customers/101", "customers/101?tab=edit", "customers/101?tab=history&pages=3", "customers/101?tab=doors", "customers/101?version=3", "?q=101", "?below=2", "customers/new?parent=101"]) {
      await someone.open(view);
      const harm = await someone.page.evaluate(() => [
        ...("harmed" in window ? ["a script ran"] : []),
        ...[...document.querySelectorAll("main script, main iframe, main style, main img:not([src^='/console/']), main svg[onload], main b, main i")].map((each) => each.outerHTML.slice(0, 100)),
        ...[...document.querySelectorAll("a")].filter((link) => !/^https?:|^mailto:|^tel:/.test(link.href)).map((link) => link.href),
        ...[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes]).filter((each) => each.name.startsWith("on")).map((each) => each.name),
      ]);
      none(harm, `${view} holds`);
    }
    await someone.open("customers/101?tab=history&field=notes");
    ok((await someone.text()).includes("<img src=x onerror="), "the text is shown as it is");
    equal(someone.trouble, [], "what the browser reported");
  },
};
