// What outside systems call the customer.
import { get } from "../../api/client";
import { useQuery } from "../../api/query";
import { may } from "../../api/session";
import type { CustomerIds, IdElsewhere } from "../../api/types";
import { Copy } from "../../ui/button";
import { ErrorBox } from "../../ui/states";
import { to } from "../../url/route";

const TITLE = "Ids of other systems";

const id_fits = (each: IdElsewhere, text: string): boolean => {
  const said = [TITLE, each.name, each.dialect, each.there].join("\n").toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => said.includes(word));
};

/** A section of the record, if there is such an id and it fits what the fields are filtered by. */
export function Elsewhere({ customer, text }: { customer: number; text: string }) {
  const read = useQuery(`ids ${customer}`, (signal) => get<CustomerIds>(`/v1/customers/${customer}/ids`, {}, signal));
  if (read.problem) return <ErrorBox problem={read.problem} again={read.reload} />;
  const shown = (read.data?.ids ?? []).filter((each) => id_fits(each, text));
  if (shown.length === 0) return null;
  return (
    <section class="fields-card">
      <h2>{TITLE}</h2>
      <dl class="fields">
        {shown.map((each) => (
          <div class="field" key={each.system} data-system={each.system}>
            <dt>{may("administrator") ? <a href={to(`systems/${each.system}`)}>{each.name}</a> : each.name}</dt>
            <dd class="field-value"><Copy text={each.there} what={`the id at ${each.name}`}><span>{each.there}</span></Copy></dd>
            <dd class="field-who quiet small">{each.dialect}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
