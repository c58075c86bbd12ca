/** My progress: scores over time, criteria over time, what is weakest, best medals. */

import { api } from "./api.js";
import { chart, common, percentAxis } from "./charts.js";
import { h } from "./dom.js";
import { medal } from "./icons.js";
import { portrait } from "./portrait.js";
import { settings } from "./settings.js";
import { day, many, moment, t } from "./wording.js";

export async function progress() {
  const { attempts, customers, criteria, weakest } = await api.progress();
  const of = (customer) => (entry) => entry.customer === customer.id;
  const tried = customers
    .map((customer) => ({ customer, attempts: attempts.filter(of(customer)), criteria: criteria.filter(of(customer)) }))
    .filter((entry) => entry.attempts.length);
  return {
    title: t("progress.title"),
    content: h(
      "div",
      { class: "progress" },
      h("h1", { tabindex: "-1" }, t("progress.title")),
      attempts.length
        ? [
            h("div", { class: "summary" }, weakestList(weakest, customers), medals(customers)),
            h("section", { "aria-labelledby": "over-time" }, h("h2", { id: "over-time" }, t("progress.over_time")), h("div", { class: "tried" }, tried.map(customerPanel))),
          ]
        : h("div", { class: "empty" }, h("p", {}, t("progress.empty")), h("a", { class: "button", href: "#/" }, t("progress.begin"))),
    ),
  };
}

function weakestList(all, customers) {
  const weakest = all.filter(({ share }) => share < 1);
  const nameOf = (id) => customers.find((customer) => customer.id === id)?.name[settings.language];
  return h(
    "section",
    { class: "panel", "aria-labelledby": "weakest" },
    h("h2", { id: "weakest" }, t("progress.weakest")),
    weakest.length
      ? h("ol", { class: "bars" }, weakest.map(({ title, share, customer }) => {
          const percent = Math.round(share * 100);
          const bar = h("span", { class: "level" });
          bar.style.width = `${percent}%`;
          return h(
            "li",
            {},
            h("p", {}, h("span", {}, title[settings.language]), h("span", { class: "small" }, t("progress.reached", { percent }))),
            h("span", { class: "bar", "aria-hidden": "true" }, bar),
            customer && h("p", { class: "small" }, nameOf(customer)),
          );
        }))
      : h("p", {}, t("progress.nothing_weak")),
  );
}

function medals(customers) {
  return h(
    "section",
    { class: "panel", "aria-labelledby": "medals" },
    h("h2", { id: "medals" }, t("progress.medals")),
    h("ul", { class: "shelf" }, customers.flatMap((customer) =>
      customer.stories.map((story) =>
        h(
          "li",
          {},
          medal(story.best?.medal),
          h("span", {}, story.title[settings.language], h("span", { class: "small" }, story.best ? t("lobby.best", { medal: t(`medal.${story.best.medal}`), score: story.best.score }) : t("progress.not_tried"))),
        ),
      ),
    )),
  );
}

function line(label, points, small = false) {
  const config = (colour) => ({
    type: "line",
    data: {
      labels: points.map(({ started }) => moment(started)),
      datasets: [{ data: points.map(({ value }) => value), borderColor: colour("accent"), backgroundColor: colour("accent-veil"), fill: true, tension: 0.25, pointRadius: small ? 2 : 4, pointBackgroundColor: colour("accent"), borderWidth: 2, clip: 8 }],
    },
    options: {
      ...common,
      layout: { padding: 4 },
      scales: { x: { display: false, offset: points.length === 1 }, y: { ...percentAxis, display: !small, ticks: { stepSize: 50 } } },
    },
  });
  return chart(label, small ? "sparkline" : "score-line", config);
}

/** One customer: scores over time, and each criterion over time. */
function customerPanel({ customer, attempts, criteria }) {
  const name = customer.name[settings.language];
  const points = attempts.map(({ started, score }) => ({ started, value: score }));
  const latest = attempts.at(-1);
  return h(
    "section",
    { class: "panel customer-panel", "aria-label": name },
    h(
      "figure",
      {},
      h(
        "figcaption",
        {},
        portrait(customer.id),
        h("div", {}, h("h3", {}, name), h("p", { class: "small" }, many("progress.attempts", attempts.length))),
        h("p", { class: "latest" }, h("b", {}, latest.score), h("span", { class: "small" }, day(latest.started))),
      ),
      line(spoken(name, points), points),
    ),
    h("ul", { class: "sparklines", "aria-label": t("progress.by_criterion") }, criteria.map(sparkline)),
  );
}

function sparkline({ title, history }) {
  const points = history.map(({ started, share }) => ({ started, value: Math.round(share * 100) }));
  const name = title[settings.language];
  return h(
    "li",
    {},
    h("span", {}, name),
    line(spoken(name, points), points, true),
    h("span", { class: "value" }, `${points.at(-1).value} %`),
  );
}

const spoken = (name, points) => t("progress.scores_are", { name, figures: points.map(({ value }) => value).join(", ") });
