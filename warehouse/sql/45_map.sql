-- Where each province stands on a map of equal tiles: rows from north to south, columns from west to east.

CREATE TABLE map_tiles (
    division_code VARCHAR NOT NULL,
    short_name VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    tile_row BIGINT NOT NULL,
    tile_column BIGINT NOT NULL
);

INSERT INTO map_tiles VALUES
    ('110000', '北京', 'Beijing', 3, 6),
    ('120000', '天津', 'Tianjin', 3, 7),
    ('130000', '河北', 'Hebei', 4, 6),
    ('140000', '山西', 'Shanxi', 3, 5),
    ('150000', '内蒙古', 'Inner Mongolia', 2, 6),
    ('210000', '辽宁', 'Liaoning', 3, 8),
    ('220000', '吉林', 'Jilin', 2, 8),
    ('230000', '黑龙江', 'Heilongjiang', 1, 8),
    ('310000', '上海', 'Shanghai', 5, 8),
    ('320000', '江苏', 'Jiangsu', 5, 7),
    ('330000', '浙江', 'Zhejiang', 6, 7),
    ('340000', '安徽', 'Anhui', 5, 6),
    ('350000', '福建', 'Fujian', 7, 6),
    ('360000', '江西', 'Jiangxi', 6, 6),
    ('370000', '山东', 'Shandong', 4, 7),
    ('410000', '河南', 'Henan', 4, 5),
    ('420000', '湖北', 'Hubei', 5, 5),
    ('430000', '湖南', 'Hunan', 6, 5),
    ('440000', '广东', 'Guangdong', 7, 5),
    ('450000', '广西', 'Guangxi', 7, 4),
    ('460000', '海南', 'Hainan', 8, 5),
    ('500000', '重庆', 'Chongqing', 5, 4),
    ('510000', '四川', 'Sichuan', 5, 3),
    ('520000', '贵州', 'Guizhou', 6, 4),
    ('530000', '云南', 'Yunnan', 6, 3),
    ('540000', '西藏', 'Tibet', 5, 2),
    ('610000', '陕西', 'Shaanxi', 4, 4),
    ('620000', '甘肃', 'Gansu', 3, 3),
    ('630000', '青海', 'Qinghai', 4, 3),
    ('640000', '宁夏', 'Ningxia', 3, 4),
    ('650000', '新疆', 'Xinjiang', 3, 1);
