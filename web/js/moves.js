/** What a reply can do, in groups (as in sparring/moves.py); a group has a colour. */

export const GROUPS = {
  rapport: ["greet", "thank", "apologise", "empathise", "praise", "small_talk", "farewell"],
  understanding: ["ask_open", "ask_closed", "restate"],
  informing: ["explain", "describe", "cite_policy", "justify_value", "compare", "break_down_price"],
  advancing: ["recommend", "offer_choice", "create_urgency", "name_offer", "remind_payment", "ask_to_order"],
  resolving: [
    "take_ownership", "offer_remedy", "offer_goodwill", "commit", "reassure", "check_agreement", "escalate",
    "ask_to_wait", "warn",
  ],
  yielding: ["hold_firm", "concede"],
  never: ["overpromise", "blame", "dismiss", "stonewall", "challenge", "patronise", "insult", "pester", "disparage"],
};

export const groupOf = (move) => Object.keys(GROUPS).find((group) => GROUPS[group].includes(move));
