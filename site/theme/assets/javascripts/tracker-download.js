// Saves what the tracker shows as a file: for a spreadsheet, or as JSON.
"use strict";

(() => {
  const DAY = 86_400_000;
  const COLUMNS = [
    "reference", "partnership", "policy", "stage", "theme", "state", "opened_on", "raising_agency", "receiving_agencies",
    "next_duty", "next_state", "due", "due_on", "must_act", "overdue", "breaches", "over_guide",
    "without_record", "departures",
    "as_of_commit", "not_judged",
  ];

  const iso = (moment) => `${new Date(moment).toISOString().slice(0, 19)}Z`;
  // A moment as the clocks of its calendar show it, and how far these are from UTC.
  function localIso(moment, calendar) {
    const clock = globalThis.escalationLogClock;
    const { day, time, seconds } = clock.localTime(moment, clock.calendarOf(calendar).zone);
    const local = `${isoDay(day)}T${time}:${seconds}`;
    const minutes = Math.round((Date.parse(`${local}Z`) - moment) / 60_000);
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const away = Math.abs(minutes);
    return `${local}${minutes < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
  }

  const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  // One case as it stands at a moment, in words, without anything of a child.
  function plain(row, now, agency) {
    const { data, agencyName, dutiesOf, missedOf, partnershipOf, stageOf } = globalThis.escalationLogTracker;
    const clock = globalThis.escalationLogClock;
    const missed = missedOf(row, now);
    const edition = data.editions[data.edition[row]];
    return {
      reference: data.reference[row],
      partnership: partnershipOf(row).name,
      policy: edition.name,
      stage: stageOf(row)[0],
      stage_title: stageOf(row)[1],
      theme_title: data.themes[data.theme[row]],
      state: data.states[data.state[row]],
      opened_on: isoDay(data.opened[row]),
      raising_agency: agencyName(data.raising[row]),
      receiving_agencies: data.receiving[row].map(agencyName),
      to_do: dutiesOf(row, agency).map((duty) => {
        const told = duty.isDated ? clock.tell(duty, now) : null;
        return {
          title: duty.title,
          must_act: duty.acting.map(agencyName),
          state: told ? told.state : "outstanding",
          due: duty.isDated ? localIso(duty.due, duty.calendar) : null,
          due_on: duty.isDated ? isoDay(duty.dueOn) : null,
          force: duty.isGuide ? "guide" : "required",
          provisional: duty.isProvisional,
          own: duty.isOwn,
          safe_due_on: duty.safeOn ? isoDay(duty.safeOn) : null,
        };
      }),
      breaches: missed.missed.length,
      over_guide: missed.overGuide,
      without_record: data.noRecord[row],
      departures: data.departures[row],
      as_of_commit: data.earlier[row] ? data.earlier[row][0] : null,
    };
  }

  function cells(each) {
    const next = each.to_do[0];
    return [
      each.reference, each.partnership, each.policy, each.stage_title, each.theme_title, each.state, each.opened_on,
      each.raising_agency, each.receiving_agencies.join("; "), next ? next.title : "",
      next ? globalThis.escalationLogTracker.data.dutyStates[next.state] : "", (next && next.due) || "", (next && next.due_on) || "",
      next ? next.must_act.join(", ") : "", each.to_do.filter(({ state, own }) => state === "overdue" && !own).length,
      each.breaches, each.over_guide, each.without_record, each.departures, each.as_of_commit || "", "",
    ];
  }

  // A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  function csvCell(value) {
    const text = /^\s*[=+\-@＝＋－＠]/.test(value) && typeof value === "string" ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function save(text, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  globalThis.escalationLogDownload = {
    csv(rows, now, agency) {
      const lines = [COLUMNS, ...rows.map((row) => cells(plain(row, now, agency)))];
      // The mark at the beginning tells a spreadsheet that the file is UTF-8.
      const text = lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
      save(`\uFEFF${text}`, "text/csv;charset=utf-8", `tracker-${iso(now).slice(0, 10)}.csv`);
    },
    json(rows, now, agency) {
      const cases = rows.map((row) => plain(row, now, agency));
      const built = globalThis.escalationLogTracker.data.built * 1000;
      const content = { schema_version: 2, generated_at: iso(now), recorded_by: iso(built), as_of: iso(now), cases };
      save(JSON.stringify(content, null, 1), "application/json", `tracker-${iso(now).slice(0, 10)}.json`);
    },
  };
})();
