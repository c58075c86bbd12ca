/** The debrief's two pictures: the criteria as a radar, and the customer's mood over the replies. */

import { chart, common, percentAxis, wrap } from "./charts.js";
import { h } from "./dom.js";
import { t } from "./wording.js";

const share = ({ points, max }) => Math.round((100 * Math.max(0, points)) / max);

/** How much of each criterion was reached; with an older try behind it. */
export function radar(card, older) {
  const reachable = card.criteria.filter(({ max }) => max > 0);
  const olderShares = older && reachable.map(({ id }) => {
    const before = older.criteria.find((criterion) => criterion.id === id);
    return before ? share(before) : null;
  });
  const config = (colour) => ({
    type: "radar",
    data: {
      labels: reachable.map(({ title }) => wrap(title, 12)),
      datasets: [
        { label: t("compare.now"), data: reachable.map(share), borderColor: colour("accent"), backgroundColor: colour("accent-veil"), borderWidth: 2, pointRadius: 3, pointBackgroundColor: colour("accent") },
        older && { label: t("compare.before"), data: olderShares, borderColor: colour("muted"), backgroundColor: "transparent", borderWidth: 1.5, borderDash: [4, 4], pointRadius: 0 },
      ].filter(Boolean),
    },
    options: {
      ...common,
      plugins: {
        legend: { display: Boolean(older), position: "bottom" },
        tooltip: { ...common.plugins.tooltip, callbacks: { title: ([{ dataIndex }]) => reachable[dataIndex].title, label: ({ dataset, raw }) => `${dataset.label}: ${raw} %` } },
      },
      scales: { r: { min: 0, max: 100, ticks: { display: false, stepSize: 25 }, grid: { color: colour("line") }, angleLines: { color: colour("line") }, pointLabels: { padding: 6, color: colour("ink-soft"), font: { size: innerWidth < 600 ? 10 : 11.5 } } } },
    },
  });
  const spoken = reachable.map((criterion) => `${criterion.title} ${share(criterion)} %`).join(", ");
  return figure(t("debrief.radar"), chart(t("debrief.radar_is", { figures: spoken }), "radar", config));
}

/** The customer's patience after each reply, the points coloured by mood; a point leads to its reply. */
export function moodCurve(replies, olderReplies, jump) {
  const percent = ({ payload }) => Math.round(payload.patience * 100);
  const turns = Math.max(replies.length, olderReplies?.length ?? 0);
  const config = (colour) => ({
    type: "line",
    data: {
      labels: Array.from({ length: turns }, (_, index) => index + 1),
      datasets: [
        {
          label: t("compare.now"),
          data: replies.map(percent),
          borderColor: colour("accent"),
          backgroundColor: colour("accent-veil"),
          fill: true,
          tension: 0.3,
          pointRadius: 6,
          pointHoverRadius: 8,
          pointBorderColor: colour("surface"),
          pointBorderWidth: 2,
          pointBackgroundColor: replies.map(({ payload }) => colour(`mood-${payload.mood}`)),
        },
        olderReplies && { label: t("compare.before"), data: olderReplies.map(percent), borderColor: colour("muted"), borderDash: [4, 4], borderWidth: 1.5, tension: 0.3, pointRadius: 0 },
      ].filter(Boolean),
    },
    options: {
      ...common,
      onClick: (_, [hit]) => hit && hit.datasetIndex === 0 && jump(replies[hit.index].turn),
      plugins: {
        legend: { display: Boolean(olderReplies), position: "bottom" },
        tooltip: { ...common.plugins.tooltip, callbacks: { title: ([{ label }]) => t("debrief.turn", { turn: label }), label: ({ datasetIndex, dataIndex, raw }) => (datasetIndex ? `${raw} %` : t("mood.value", { percent: raw, mood: t(`mood.${replies[dataIndex].payload.mood}`) })) } },
      },
      scales: { x: { grid: { display: false }, title: { display: true, text: t("debrief.turns_axis") } }, y: { ...percentAxis, title: { display: true, text: t("mood.patience") } } },
    },
  });
  const spoken = replies.map(({ turn, payload }) => `${t("debrief.turn", { turn })}: ${t("mood.value", { percent: Math.round(payload.patience * 100), mood: t(`mood.${payload.mood}`) })}`).join("; ");
  return figure(t("debrief.mood_curve"), chart(t("debrief.mood_curve_is", { figures: spoken }), "curve", config));
}

const figure = (title, picture) => h("figure", {}, h("figcaption", {}, h("h2", {}, title)), picture);
