/** My progress: scores over time, criteria over time, what is weakest, best medals. */

import { api } from "./api.js";
import { chart, common, percentAxis } from "./charts.js";
import { h } from "./dom.js";
import { medal } from "./icons.js";
import { portrait } from "./portrait.js";
import { settings } from "./settings.js";
import { many, moment, t } from "./wording.js";

export async function progress() {
  const { attempts, customers, criteria, weakest } = await api.progress();
  const tried = customers
    .map((customer) => ({ customer, attempts: attempts.filter((attempt) => attempt.customer === customer.id) }))
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
            h("section", { "aria-labelledby": "over-time" }, h("h2", { id: "over-time" }, t("progress.over_time")), h("div", { class: "multiples" }, tried.map(scores))),
            criteriaSection(criteria, customers),
          ]
        : h("div", { class: "empty" }, h("p", {}, t("progress.empty")), h("a", { class: "button", href: "#/" }, t("progress.begin"))),
    ),
  };
}

function weakestList(weakest, customers) {
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

function line(label, points, size = "") {
  const config = (colour) => ({
    type: "line",
    data: {
      labels: points.map(({ started }) => moment(started)),
      datasets: [{ data: points.map(({ value }) => value), borderColor: colour("accent"), backgroundColor: colour("accent-veil"), fill: true, tension: 0.25, pointRadius: size ? 2.5 : 4, pointBackgroundColor: colour("accent"), borderWidth: 2 }],
    },
    options: {
      ...common,
      layout: { padding: 4 },
      scales: { x: { display: false, offset: points.length === 1 }, y: { ...percentAxis, display: !size, ticks: { stepSize: 50 } } },
    },
  });
  return chart(label, `line ${size}`, config);
}

function scores({ customer, attempts }) {
  const name = customer.name[settings.language];
  const points = attempts.map(({ started, score }) => ({ started, value: score }));
  const latest = attempts.at(-1);
  const said = t("progress.scores_are", { name, figures: points.map(({ value }) => value).join(", ") });
  return h(
    "figure",
    { class: "panel" },
    h(
      "figcaption",
      {},
      portrait(customer.id),
      h("div", {}, h("h3", {}, name), h("p", { class: "small" }, many("progress.attempts", attempts.length))),
      h("p", { class: "latest" }, h("b", {}, latest.score), h("span", { class: "small" }, moment(latest.started))),
    ),
    line(said, points),
  );
}

function criteriaSection(criteria, customers) {
  const rows = criteria.map(({ customer, title, history }) => ({
    title: title[settings.language],
    customer: customers.find(({ id }) => id === customer)?.name[settings.language],
    points: history.map(({ started, share }) => ({ started, value: Math.round(share * 100) })),
  }));
  return h(
    "section",
    { "aria-labelledby": "by-criterion" },
    h("h2", { id: "by-criterion" }, t("progress.by_criterion")),
    h("ul", { class: "sparklines" }, rows.map(({ title, customer, points }) => {
      return h(
        "li",
        {},
        h("span", { class: "title" }, title, customer && h("span", { class: "small" }, customer)),
        line(t("progress.scores_are", { name: title, figures: points.map(({ value }) => value).join(", ") }), points, "small-line"),
        h("span", { class: "value" }, `${points.at(-1).value} %`),
      );
    })),
  );
}
