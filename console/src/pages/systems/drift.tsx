// Where the record and a system differ: compared when asked for, or by the address of this view.
import { useQuery } from "../../api/query";
import { useKeys } from "../../keys/keys";
import { Button } from "../../ui/button";
import { Empty, ErrorBox, Waiting } from "../../ui/states";
import { param, set_params } from "../../url/route";
import { drift, type System } from "./calls";
import { FindingCard } from "./finding";
import { Remarks } from "./remarks";

const LIMIT = 25;

export function Drift({ system }: { system: System }) {
  const [customer, after] = [Number(param("customer")) || undefined, Number(param("after")) || undefined];
  const is_asked = param("run") === "1" && system.enabled;
  const body = customer ? { customer } : { limit: LIMIT, ...(after ? { after } : {}) };
  const read = useQuery(is_asked ? `drift ${system.id} ${system.version} ${JSON.stringify(body)}` : undefined, (signal) => drift(system, body, signal));
  const run = () => { if (is_asked) read.reload(); else set_params({ run: 1 }, true); };
  useKeys([{ keys: "r", does: "Compare", run }], [is_asked, read.reload]);
  return (
    <div class="stack">
      <form class="filters" onSubmit={(event) => { event.preventDefault(); run(); }}>
        <Button look="main" type="submit" disabled={!system.enabled} is_busy={read.is_loading}>Compare</Button>
        <label>Only customer <input class="input systems-id" inputMode="numeric" maxLength={18} placeholder="id" value={param("customer")}
          onInput={(event) => set_params({ customer: event.currentTarget.value.replace(/\D/g, ""), after: undefined, run: undefined })} /></label>
        <span class="quiet">Reads only, on both sides.</span>
      </form>
      {!is_asked ? <Empty title="Nothing is compared yet">{system.enabled ? "Compare shows where the record and the system differ, and why something cannot be brought into step." : "The system is switched off."}</Empty>
        : read.problem ? <ErrorBox problem={read.problem} again={read.reload} />
        : !read.data ? <Waiting lines={8} />
        : (
          <div class={read.is_loading ? "late stack" : "stack"}>
            <dl class="facts">
              <div><dt>Customers compared</dt><dd>{read.data.compared.toLocaleString()}</dd></div>
              <div><dt>Differ</dt><dd>{read.data.differing.toLocaleString()}</dd></div>
              <div><dt>Remarks</dt><dd>{read.data.remarked.toLocaleString()}</dd></div>
            </dl>
            {read.data.items.length === 0 && <Empty title={after ? "No more customers differ" : "Nothing differs"}>{read.data.remarked > 0 ? "What stands alone is below." : "Both sides have the same in every field that is kept in step."}</Empty>}
            {read.data.items.map((each) => <FindingCard key={each.customer} finding={each} />)}
            <div class="row apart">
              {after ? <Button onClick={() => set_params({ after: undefined }, true)}>First page</Button> : <span />}
              {read.data.next !== undefined && <Button onClick={() => { set_params({ after: read.data?.next }, true); scrollTo(0, 0); }}>Next page</Button>}
            </div>
            <Remarks remarks={read.data.remarks} all={read.data.remarked} />
          </div>
        )}
    </div>
  );
}
