// The steps of the guided tours: what to say of each, what it looks like when it is done, and how to do it.
// `press` names a part of a button's words; a pair is [Ukrainian, English], by the language of who acts.

const LAMP = ["Не горить ліхтар біля школи, ввечері нічого не видно.", "The lamp near the school is out, it is dark in the evening."];
const ANSWER = "Розмітку переходу оновлять до 30 листопада: роботи вже замовлено.";
const SIGNATORY = "Міська голова Марія Вигадана";
const QUESTIONS = 14; // more than the short form of the survey has

export const RESIDENT = [
  {
    title: ["Почніть розмову", "Begin"],
    text: ["Натисніть «Почати». Бот одразу каже, що вміє і що буде з вашими даними. Нічого встановлювати чи реєструвати не треба.",
      "Press “Start”. The bot says at once what it can do and what happens to your data. There is nothing to install or to register."],
    lit: [],
    done: (here) => here.said(["читає те, що ви тут напишете", "reads what you write here"]),
    run: (here) => here.start(""),
  },
  {
    title: ["Повідомте про проблему", "Report a problem"],
    text: ["Одне запитання за раз: що сталося, де, фото. Назад, пропустити чи скасувати можна будь-коли, чернетка не зникне.",
      "One question at a time: what happened, where, a photo. You may go back, skip or cancel at any time, and the draft stays."],
    lit: ["Подати звернення", "Submit an appeal", "Повідомити про проблему", "Report a problem", "Вуличне освітлення", "Street lighting"],
    done: (here) => here.said(["Перевірте і надішліть", "Check and send"]) || here.said(["Передано до ради", "Handed over to the council"]),
    async run(here) {
      await here.say(["/appeal", "/appeal"]);
      await here.press(["Повідомити про проблему", "Report a problem"]);
      await here.press(["Вуличне освітлення", "Street lighting"]);
      await here.say(LAMP);
      await here.act("sample", { kind: "lamp" });
      await here.act("location", { latitude: 51.7725, longitude: 32.2532 });
      await here.press(["м. Корюківка", "Koriukivka (city)"]);
    },
  },
  {
    title: ["Надішліть і отримайте номер", "Send it and get a number"],
    text: ["Бот дає номер і день відповіді та пояснює, звідки цей день: з закону чи з обіцянки ради. Праворуч у групі ради вже з’явилася тема.",
      "The bot gives a number and the day of the answer, and says where the day comes from: the law or the council’s promise. On the right, the staff group has a topic now."],
    lit: ["Надіслати", "Send"],
    done: (here) => here.said(["Передано до ради", "Handed over to the council"]),
    run: (here) => here.press(["Надіслати", "Send"]),
  },
  {
    title: ["Підтримайте ініціативу", "Support an initiative"],
    text: ["На оголошенні є QR-код. Він веде просто до ініціативи сусіда: їй бракує кількох голосів.",
      "A notice has a QR code. It leads straight to a neighbour’s initiative that lacks a few voices."],
    lit: ["Підтримати", "Support"],
    done: (here) => here.said(["вашу підтримку враховано", "your support is counted"]),
    async run(here) {
      await here.start("p_1");
      await here.press(["Підтримати", "Support"]);
    },
  },
  {
    title: ["Стежте за обіцянкою ради", "Follow what the council promised"],
    text: ["У програмі видно, що обіцяно, що зроблено і скільки це коштувало, простими словами. Натисніть «Стежити», і бот сам напише новини.",
      "The programme shows what was promised, what is done and what it cost, in plain words. Press “Follow”, and the bot writes when there is news."],
    lit: ["Стежити", "Follow"],
    done: (here) => here.said(["Тепер ви за цим стежите", "You follow it now"]),
    async run(here) {
      await here.start("m_kor-m06");
      await here.press(["Стежити", "Follow"]);
    },
  },
  {
    title: ["Перевірте свою цифрову грамотність", "Test your digital literacy"],
    text: ["Коротке опитування дає результат із малюнком і порадами. Рада бачить лише суми, не людей.",
      "A short survey gives a result with a picture and advice. The council sees sums only, never people."],
    lit: ["Почати", "Begin", "одразу до опитування", "go to the survey", "Коротка", "Short"],
    done: (here) => here.photo(),
    async run(here) {
      await here.start("s_s5");
      await here.press(["Почати", "Begin"]);
      await here.press(["одразу до опитування", "go to the survey"]);
      await here.press(["Коротка", "Short"]);
      for (let count = 0; count < QUESTIONS && here.newest(["Питання ", "Question "]); count += 1) await here.answer(["Впевнено", "With confidence"]);
      await here.press(["Завершити", "Finish"]);
    },
  },
];

export const STAFF = [
  {
    title: ["Кожна справа — окрема тема", "Every case is a topic"],
    text: ["Рада працює в Telegram-групі, яку й так має відкритою. Відкрийте найновіше звернення: на картці завжди правда про стан і строк.",
      "The council works in a Telegram group that it has open anyway. Open the newest case: its card always tells the truth about state and deadline."],
    lit: [],
    done: (here) => here.inCase(),
    run: (here) => here.openCase(),
  },
  {
    title: ["Візьміть у роботу", "Take it up"],
    text: ["Одна кнопка, і колеги бачать, хто працює. Двоє не візьмуть те саме.",
      "One button, and colleagues see who is at work. Two people cannot take the same case."],
    lit: ["Взяти в роботу"],
    done: (here) => here.inCase() && here.said("Стан: у роботі"),
    async run(here) {
      here.openCase();
      await here.press("Взяти в роботу");
    },
  },
  {
    title: ["Особисті дані закриті", "Personal data are covered"],
    text: ["У групі немає імені, адреси й телефону. Вони відкриваються лише тому, хто натиснув, у приватному чаті, і це записано в журнал.",
      "The group has no name, address or phone. They open only for the one who pressed, in the private chat, and this is logged."],
    lit: ["Показати дані в приватному чаті"],
    done: (here) => here.privately("вул. "),
    async run(here) {
      here.openCase();
      await here.press("Показати дані в приватному чаті");
      here.open("private");
    },
  },
  {
    title: ["Дайте відповідь на картку", "Reply to the card"],
    text: ["Що написано просто в тему, лишається нотаткою. Відповідь мешканцеві — це відповідь на картку: бот питає, хто підписує, і показує точний текст.",
      "What is written into the topic stays a note. An answer is a reply to the card: the bot asks who signs it and shows the exact text."],
    lit: ["Остаточна відповідь"],
    done: (here) => here.said("Мешканець отримає ось це") || here.said("Надіслано мешканцеві") || here.said("Надішлеться за 30 секунд"),
    async run(here) {
      here.openCase();
      await here.replyTo("Стан:", ANSWER);
      await here.press("Остаточна відповідь");
      await here.replyTo("Хто підписує", SIGNATORY);
    },
  },
  {
    title: ["Надішліть. Пів хвилини можна повернути", "Send. For half a minute it can be taken back"],
    text: ["За пів хвилини мешканець прочитає відповідь, а офіційний лист піде електронною поштою сам. Листи видно в «Для допитливих».",
      "Half a minute later the resident reads the answer, and the official letter goes by e-mail by itself. Letters are shown under “For the curious”."],
    lit: ["Надіслати мешканцеві"],
    done: (here) => here.said("Надіслано мешканцеві"),
    async run(here) {
      here.openCase();
      await here.press("Надіслати мешканцеві");
      await here.act("wait", { how: "minute" });
    },
  },
  {
    title: ["Жоден строк не мине тихо", "No deadline passes in silence"],
    text: ["Бот нагадує за п’ять днів і в останній день. Команди /queue, /mine, /overdue показують, що чекає. Перемотайте час у «Для допитливих».",
      "The bot reminds five days before and on the last day. The commands /queue, /mine, /overdue show what waits. Move the time under “For the curious”."],
    lit: [],
    done: (here) => here.generally("ЗВ-"),
    async run(here) {
      here.open("general");
      await here.say("/queue");
    },
  },
];
