/**
 * Terms of electronics manufacturing in both languages, as plants and standards use them (IPC-T-50, J-STD-020/033, GB/T
 * 2036). A question in one language finds by them what is written in the other. Of several words for one thing the first
 * stands for it.
 */
const list = `
回流焊,回流,再流焊 = reflow, reflow soldering
波峰焊 = wave soldering
峰值温度 = peak temperature
液相线以上时间,液相以上时间 = time above liquidus, TAL
升温速率,升温斜率 = ramp-up rate, ramp rate, heating rate
降温速率,冷却速率 = cooling rate, ramp-down rate
恒温区,保温时间,浸润时间 = soak time, soak
链速,传送速度,传送带速度 = conveyor speed, belt speed
炉温曲线,温度曲线 = profile, temperature profile, thermal profile
焊膏,锡膏 = solder paste, paste
钢网 = stencil
刮刀 = squeegee, blade
刮刀压力 = squeegee pressure
印刷 = printing, print
脱模 = separation, release
回温 = warm up, thaw, thawing
搅拌 = stir, stirring, mix
冷藏,冷冻 = refrigerate, refrigerator
保质期,有效期 = shelf life, expiry
车间寿命,暴露时间 = floor life
湿敏等级,潮敏等级,湿敏 = moisture sensitivity level, MSL, moisture
烘烤 = bake, baking
湿度指示卡 = humidity indicator card, HIC
干燥柜,防潮柜 = dry cabinet
静电 = electrostatic, static, ESD
腕带 = wrist strap
工作台垫,台垫 = bench mat, mat, work surface
接地 = ground, grounding, earth
离子风机 = ioniser, ionizer
电阻 = resistance
扭矩,力矩 = torque
螺钉,螺丝 = screw
拧紧 = tighten, tightening
拧紧顺序 = tightening sequence
老化 = burn-in
老化时间 = burn-in time, burn-in duration
老化房,老化箱 = burn-in chamber, chamber
光模块 = optical module, transceiver
光纤端面,端面 = fibre end face, end face, end-face
光纤 = fibre, fiber
清洁,清洗 = clean, cleaning, wash
划痕 = scratch
射频 = RF, radio frequency
发射功率,输出功率 = output power, transmit power
驻波比 = VSWR, standing wave ratio
邻道泄漏比,邻道功率比 = ACLR, adjacent channel leakage ratio
误差矢量幅度 = EVM, error vector magnitude
灵敏度 = sensitivity
噪声系数 = noise figure
增益 = gain
频率误差 = frequency error
插入损耗,插损 = insertion loss
下限 = lower limit, minimum
上限 = upper limit, maximum
最大,最高,最多,至多 = maximum, max, highest, most, largest
最小,最低,最少,至少 = minimum, min, lowest, least, smallest
功能测试 = functional test
在线测试 = in-circuit test
返修,返工 = rework
维修 = repair
报废 = scrap
不合格品,不良品 = nonconforming product, defective, reject
围堵措施,临时措施 = containment
根本原因,根因 = root cause
纠正措施 = corrective action
预防措施 = preventive action
客户投诉,客诉 = customer complaint, complaint
换线,换型,切换 = changeover, set-up
换线时间 = changeover time
供料器,飞达 = feeder
吸嘴 = nozzle
贴片机 = placement machine, mounter, pick and place
贴片 = placement, mount, SMT
首件,首件检验 = first article, first piece, first-article inspection
交接班 = shift handover, handover
班次 = shift
备件 = spare part, spare
安全库存 = safety stock
订货点,再订货点 = reorder point
提前期,交货周期 = lead time
单价 = unit price, price
供应商 = supplier, vendor
仓位,库位 = bin, location
焊点 = solder joint, joint
虚焊 = cold joint, cold solder
桥连,连锡 = bridging, bridge
立碑 = tombstone, tombstoning
空洞 = void, voiding
偏移 = offset, misalignment
润湿角 = wetting angle, contact angle
引脚 = lead, pin
焊盘 = pad, land
焊料,焊锡 = solder
助焊剂 = flux
拒收 = reject
验收,接收 = accept, acceptance
叉车 = forklift
小车,自动导引车 = AGV, vehicle
急停,紧急停止 = emergency stop, e-stop
速度 = speed
载重,负载,额定载荷 = load, payload, rated load
安全距离 = safety distance, clearance
通道 = aisle, lane
行人 = pedestrian, person, people
电池,电量 = battery
充电 = charge, charging
激光扫描仪,激光雷达 = laser scanner, scanner
温度 = temperature
湿度,相对湿度 = humidity, relative humidity
压力 = pressure
厚度 = thickness
宽度 = width
长度 = length
高度 = height
重量,质量 = weight, mass
时间 = time, duration
频次,频率,周期 = frequency, interval, how often
每班 = every shift, per shift
每天,每日 = daily, every day
每周 = weekly, every week
每月 = monthly, every month
小时 = hour
分钟 = minute
秒 = second
检查,点检 = check, inspect, inspection
检验 = inspection
测量 = measure, measurement
校准 = calibrate, calibration
更换 = replace, replacement, change
批准,审批 = approve, approval
负责,责任人 = responsible, owner
批次 = lot, batch
标签 = label
产品 = product
产线,线体 = line
工序 = process step, operation, segment
设备 = equipment, machine
夹具,工装,治具 = fixture, jig, tooling
散热器 = heat sink
导热硅脂,导热膏 = thermal grease, thermal paste
导热垫 = thermal pad
盖板,上盖 = cover, lid
机壳,外壳 = housing, enclosure
连接器 = connector
电源 = power supply, power
电压 = voltage
电流 = current
功耗 = power consumption
失效,故障 = failure, fault
失效率,故障率 = failure rate
良率,直通率 = yield, first pass yield
样本,抽样 = sample, sampling
上报,报告 = report
记录 = record
存储,储存,存放 = store, storage
开封 = open, opened
丢弃 = discard, throw away
颜色 = colour, color
`;

export interface GlossaryEntry {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

export const glossary: readonly GlossaryEntry[] = list
  .trim()
  .split("\n")
  .map((line) => {
    const [zh = "", en = ""] = line.split(" = ");
    return { zh: zh.split(","), en: en.split(", ") };
  });
